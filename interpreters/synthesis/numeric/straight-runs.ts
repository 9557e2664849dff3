import { leastSquares } from './least-squares.ts'
import type { Points } from './points.ts'

/** Neighbouring points on one line. */
export interface Run {
  /** Indices of its first and its last point. */
  readonly from: number
  readonly to: number
  readonly slope: number
  readonly at: (x: number) => number
}

/** Part of the largest output that is always taken for rounding. */
const ROUNDING = 1e-9
/** Points that make a line one that was seen. */
const ENOUGH = 4
/** How far an outer line has to reach inside for its slope to tell anything beyond. */
const WIDE = 1
/** How many times larger than it was taken for rounding may be, at an end. */
const DOUBTS = [1, 2, 4, 8, 16]

/** The longest runs of points on a line, from left to right: each begins after the one before. */
export function straightRuns(points: Points): Run[] {
  const { xs } = points
  const allowed = allowedBy(points)
  const runs: Run[] = []
  for (let from = 0; from < xs.length;) {
    let to = Math.min(from + 1, xs.length - 1)
    while (to + 1 < xs.length && isStraight(points, from, to + 1, allowed)) to++
    runs.push(lineThrough(points, from, to))
    from = to + 1
  }
  return runs
}

/**
 * The line that the outermost points on one side are on: with the least rounding that lets it go
 * on, since what the line is off grows with the distance beyond.
 */
export function outerRun(points: Points, side: 'left' | 'right'): Run {
  const runs = DOUBTS.map((doubt) => outerRunWithin(points, side, doubt * allowedBy(points)))
  return runs.find((run) => goesOn(points, run)) ?? runs[0]!
}

function outerRunWithin(points: Points, side: 'left' | 'right', allowed: number): Run {
  const last = points.xs.length - 1
  const bounds = (count: number): [number, number] =>
    side === 'left' ? [0, count - 1] : [last - count + 1, last]
  let count = 2
  while (count <= last && isStraight(points, ...bounds(count + 1), allowed)) count++
  return lineThrough(points, ...bounds(count))
}

/** Whether an outer line is seen so far that it may be thought to go on. */
export function goesOn({ xs }: Points, run: Run): boolean {
  return isSeen(run) && xs[run.to]! - xs[run.from]! >= WIDE
}

function allowedBy({ ys, error }: Points): number {
  return Math.max(error, ROUNDING * Math.max(...ys.map(Math.abs)))
}

/** Whether a line has points enough to be more than chance. */
export function isSeen({ from, to }: Run): boolean {
  return to - from + 1 >= ENOUGH
}

function isStraight({ xs, ys }: Points, from: number, to: number, allowed: number): boolean {
  const line = chord(xs[from]!, ys[from]!, xs[to]!, ys[to]!)
  for (let i = from + 1; i < to; i++) if (Math.abs(line(xs[i]!) - ys[i]!) > allowed) return false
  return true
}

function chord(x0: number, y0: number, x1: number, y1: number): (x: number) => number {
  const slope = x1 === x0 ? 0 : (y1 - y0) / (x1 - x0)
  return (x) => y0 + slope * (x - x0)
}

function lineThrough({ xs, ys }: Points, from: number, to: number): Run {
  const x0 = xs[from]!
  const own = xs.slice(from, to + 1)
  const columns = [own.map((x) => x - x0), own.map(() => 1)]
  const [slope = 0, offset = ys[from]!] = leastSquares(columns, ys.slice(from, to + 1)) ?? []
  return { from, to, slope, at: (x) => offset + slope * (x - x0) }
}

/** Where two lines meet. */
export function meeting(a: Run, b: Run): number {
  return (b.at(0) - a.at(0)) / (a.slope - b.slope)
}
