/** Steps in a unit of the lattices that parameters and their products lie on, coarsest first. */
const STEPS = [1, 10, 100, 1000] as const

/**
 * The simplest decimal near a fitted value: with at most three decimals where one is as near as the
 * fit's own error allows, else the value to twelve digits.
 */
export function snap(value: number, tolerance = 1e-6): number {
  for (const step of STEPS) {
    const near = Math.round(value * step) / step
    if (Math.abs(near - value) <= tolerance) return near + 0
  }
  return Number(value.toPrecision(12)) + 0
}

/** The nearest multiple of 0.1. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10 + 0
}

/** Whether a value is a multiple of 0.1, up to a fit's error. */
export function isTenth(value: number, tolerance = 1e-5): boolean {
  return Math.abs(value * 10 - Math.round(value * 10)) <= 10 * tolerance
}

/** Multiples of 0.1 from `low` to `high`, both included. */
export function tenths(low: number, high: number): number[] {
  const first = Math.round(low * 10)
  return Array.from({ length: Math.round(high * 10) - first + 1 }, (_, i) => (first + i) / 10)
}

/** The number of fewest decimals from one to another, the middle of several. */
export function shortestBetween(low: number, high: number): number {
  for (let step = 1; step <= 1e9; step *= 10) {
    const [first, last] = [Math.ceil(low * step), Math.floor(high * step)]
    if (first <= last) return Math.round((first + last) / 2) / step
  }
  return (low + high) / 2
}
