/** Equispaced points with a target at each. Points whose target is not finite are left out. */
export interface Samples {
  readonly low: number
  /** Distance between neighbours. */
  readonly spacing: number
  readonly targets: Float64Array
}

/** Element k of each is a sum over the first k points. */
export interface PrefixSums {
  readonly count: Float64Array
  readonly x: Float64Array
  readonly xx: Float64Array
  readonly y: Float64Array
  readonly xy: Float64Array
}

/** What a squared error against a line needs to know of any run of points. */
export function prefixSums({ low, spacing, targets }: Samples): PrefixSums {
  const length = targets.length + 1
  const sums = {
    count: new Float64Array(length),
    x: new Float64Array(length),
    xx: new Float64Array(length),
    y: new Float64Array(length),
    xy: new Float64Array(length),
  }
  targets.forEach((target, i) => {
    const x = low + i * spacing
    const [n, y] = Number.isFinite(target) ? [1, target] : [0, 0]
    sums.count[i + 1] = sums.count[i]! + n
    sums.x[i + 1] = sums.x[i]! + n * x
    sums.xx[i + 1] = sums.xx[i]! + n * x * x
    sums.y[i + 1] = sums.y[i]! + y
    sums.xy[i + 1] = sums.xy[i]! + x * y
  })
  return sums
}
