import { quantile } from 'd3-array'
import { compile, sourceOf } from '../../../library/numeric/index.ts'

/** Finite measurements, ascending in x; one y for each x. */
export interface Points {
  readonly xs: readonly number[]
  readonly ys: readonly number[]
  /** Absolute error that each y may carry besides its own rounding. */
  readonly error: number
}

/** The finite ones of pairs of x and y, as points. */
export function toPoints(pairs: Iterable<readonly [number, number]>, error = 0): Points {
  const sorted = [...pairs].filter(([, y]) => Number.isFinite(y)).toSorted((a, b) => a[0] - b[0])
  return { xs: sorted.map(([x]) => x), ys: sorted.map(([, y]) => y), error }
}

/** The points that a condition on x and y keeps. */
export function keep(points: Points, accepts: (x: number, y: number) => boolean): Points {
  const pairs = points.xs.map((x, i) => [x, points.ys[i]!] as const)
  return toPoints(
    pairs.filter(([x, y]) => accepts(x, y)),
    points.error,
  )
}

/** The points with other values of y. */
export function replace(points: Points, value: (y: number, x: number) => number): Points {
  return { ...points, ys: points.ys.map((y, i) => value(y, points.xs[i]!)) }
}

/**
 * How far an exact law may be from each point: rounding relative to the value, to the largest
 * value (sums of large terms) and to the small values.
 */
export function tolerances({ ys, error }: Points): number[] {
  const sizes = ys.map(Math.abs)
  const largest = Math.max(...sizes)
  const floor = 1e-13 * largest + 1e-10 * (quantile(sizes, 0.1) ?? 0) + error
  return sizes.map((size) => 1e-9 * size + floor)
}

/** Whether the expression of `x` passes through all points, up to rounding. */
export function passesThrough(expression: string, points: Points): boolean {
  const got = compile(sourceOf(expression)).all(Float64Array.from(points.xs))
  const allowed = tolerances(points)
  return points.ys.every((y, i) => Math.abs(got[i]! - y) <= allowed[i]!)
}
