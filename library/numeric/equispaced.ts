/** `points` equispaced numbers from `low` to `high`, both included. */
export function equispaced(low: number, high: number, points: number): Float64Array {
  return Float64Array.from({ length: points }, (_, i) => low + (i * (high - low)) / (points - 1))
}
