/** A number as a person would write it: with three decimals at most. */
export function readable(value: number): string {
  return String(Number(value.toFixed(3)))
}
