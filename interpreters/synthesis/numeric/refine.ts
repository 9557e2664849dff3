import type { Laboratory } from './laboratory.ts'
import { toPoints, type Points } from './points.ts'

const MOST_QUERIES = 400
const BATCH = 12
/** Part of the variation that a line may hide between two points. */
const UNSEEN = 1e-6

/**
 * Asks on wherever straight lines between the points may fail, the worst gaps first, until no
 * line hides a noticeable part of the variation or the queries run out. Returns all points known.
 *
 * @param usable whether the function may be asked at an input.
 */
export async function refine(
  laboratory: Laboratory,
  begin: Points,
  usable: (x: number) => boolean,
): Promise<Points> {
  const known = new Map(begin.xs.map((x, i) => [x, begin.ys[i]!] as const))
  for (let asked = 0; asked < MOST_QUERIES && laboratory.queriesLeft > 0;) {
    const points = toPoints(known)
    const enough = UNSEEN * spread(points)
    const gaps = points.xs
      .slice(1)
      .map((x, i) => ({ x: (x + points.xs[i]!) / 2, error: suspectedError(points, i) }))
      .filter(({ x, error }) => error > enough && usable(x))
    const wanted = gaps
      .toSorted((a, b) => b.error - a.error)
      .slice(0, BATCH)
      .map(({ x }) => x)
    if (wanted.length === 0) break
    await laboratory.ask(wanted)
    asked += wanted.length
    for (const x of wanted) known.set(x, laboratory.seen.get(x)?.[0] ?? NaN)
  }
  return toPoints(known)
}

/** Integrated squared error that the bends at the ends of interval i suggest inside of it. */
function suspectedError({ xs, ys }: Points, i: number): number {
  const width = xs[i + 1]! - xs[i]!
  if (width < 1e-3) return 0
  const slope = (k: number) => (ys[k + 1]! - ys[k]!) / (xs[k + 1]! - xs[k]!)
  const here = slope(i)
  const bends = [i - 1, i + 1]
    .filter((k) => k >= 0 && k + 1 < xs.length)
    .map((k) => Math.abs(slope(k) - here) * width)
  // The truth may leave the line by no more than where the neighbours' lines meet.
  const bend = bends.length === 2 ? Math.min(...bends) / 2 : (bends[0] ?? 0) / 2
  return bend * bend * width
}

/** The variation of the points: Σ (y - mean)², over the length of the domain. */
export function spread({ xs, ys }: Points): number {
  const widths = xs.map((x, i) => ((xs[i + 1] ?? x) - (xs[i - 1] ?? x)) / 2)
  const total = widths.reduce((sum, w) => sum + w, 0)
  const level = ys.reduce((sum, y, i) => sum + y * widths[i]!, 0) / total
  return ys.reduce((sum, y, i) => sum + (y - level) * (y - level) * widths[i]!, 0)
}
