import { extent } from 'd3-array'

/** Points of a function and of an answer, and the window that they are drawn in. */
export interface Chart {
  /** Plain words of the project's own: they are not escaped. */
  readonly title: string
  readonly points: readonly ChartPoint[]
  readonly x: readonly [low: number, high: number]
  readonly y: readonly [low: number, high: number]
}

export interface ChartPoint {
  readonly x: number
  readonly truth: number
  /** What the answer's code gave; null where that is no number. */
  readonly answer: number | null
}

/**
 * A chart of the points in a window of inputs, which holds the truth whole; an answer far from it
 * lies outside.
 */
export function chartOf(title: string, all: readonly ChartPoint[], x: Chart['x']): Chart {
  const points = all
    .filter((point) => point.x >= x[0] && point.x <= x[1])
    .toSorted((a, b) => a.x - b.x)
  const [low, high] = extent(points, ({ truth }) => truth)
  const [bottom, top] = [low ?? 0, high ?? 0]
  const margin = top > bottom ? (top - bottom) / 20 : Math.abs(top) || 1
  return { title, points, x, y: [bottom - margin, top + margin] }
}

/** Where a number lies in a window, from 0 to 1 inside of it. */
export const placeOf = (value: number, [low, high]: Chart['x']): number =>
  // The span of two huge numbers may be no number.
  (value / 2 - low / 2) / (high / 2 - low / 2 || 1)

/** A number as it stands at an axis. */
export const labelOf = (value: number): string => String(Number(value.toPrecision(3)))
