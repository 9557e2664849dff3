import { choose } from './expressions.ts'
import { readable } from './readable.ts'

/** The numbers an interpreter may query, both ends included (FIND, section 3.1). */
export const NUMERIC_DOMAIN: readonly [number, number] = [-128, 128]

/** An open interval of the real line, bounded on one side or on both. */
export type Interval =
  | { readonly kind: 'inside'; readonly low: number; readonly high: number }
  | { readonly kind: 'above'; readonly low: number }
  | { readonly kind: 'below'; readonly high: number }

export function bounds(interval: Interval): readonly [number, number] {
  return [
    interval.kind === 'below' ? -Infinity : interval.low,
    interval.kind === 'above' ? Infinity : interval.high,
  ]
}

export function contains(interval: Interval, x: number): boolean {
  const [low, high] = bounds(interval)
  return x > low && x < high
}

/** The expression, replaced by `level` inside the interval. */
export function corrupted(expression: string, interval: Interval, level: number): string {
  const [low, high] = bounds(interval)
  const conditions = [
    ...(low > -Infinity ? [`x > ${low}`] : []),
    ...(high < Infinity ? [`x < ${high}`] : []),
  ]
  return choose(conditions.join(' && '), level, expression)
}

/** Describes an interval in words, to follow "where". */
export function describeInterval(interval: Interval): string {
  const [low, high] = bounds(interval).map(readable)
  if (interval.kind === 'inside') return `x is between ${low} and ${high}`
  return interval.kind === 'above' ? `x is above ${low}` : `x is below ${high}`
}

/** Gives `points` equispaced numbers from `low` to `high`, both included. */
export function equispaced(low: number, high: number, points: number): Float64Array {
  return Float64Array.from({ length: points }, (_, i) => low + (i * (high - low)) / (points - 1))
}
