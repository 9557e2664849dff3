import type { Laboratory } from './laboratory.ts'
import type { Points } from './points.ts'
import { shortestBetween } from './snap.ts'

/** A gap so narrow, and so much steeper than those beside it, is a jump. */
const NARROW = 0.05
const STEEPER = 20
/** Jumps that a function in a few pieces may have. */
const MOST = 12
const HALVINGS = 40
const SHARE = 0.4721
/** As near as this on both sides a jump is located. */
const BESIDE = 1e-7

/** Where a function jumps. */
export interface Break {
  readonly x: number
  /** Whether its value at x itself is that from the right. */
  readonly isRight: boolean
}

/** The jumps between points, from left to right; none where there are too many to be told. */
export async function locateBreaks(laboratory: Laboratory, points: Points): Promise<Break[]> {
  const { xs, ys } = points
  const steepness = (i: number) =>
    i < 0 || i + 1 >= xs.length ? 0 : Math.abs((ys[i + 1]! - ys[i]!) / (xs[i + 1]! - xs[i]!))
  const range = Math.max(...ys) - Math.min(...ys)
  const gaps = xs.slice(1).flatMap((x, i) => {
    const isJump =
      x - xs[i]! < NARROW &&
      Math.abs(ys[i + 1]! - ys[i]!) > 1e-6 * range &&
      steepness(i) > STEEPER * Math.max(steepness(i - 1), steepness(i + 1))
    return isJump ? i : []
  })
  if (gaps.length > MOST) return []
  const breaks: Break[] = []
  for (const i of gaps) {
    const [left, right] = [ys[i]!, ys[i + 1]!]
    const found = await bisect(
      laboratory,
      [xs[i]!, xs[i + 1]!],
      () => left,
      () => right,
    )
    // A slope however steep has values between.
    const [low, high] = [-BESIDE, BESIDE].map((d) => found && laboratory.seen.get(found.x + d)?.[0])
    if (found && Math.abs(high! - low!) > Math.abs(right - left) / 2) breaks.push(found)
  }
  return breaks
}

/** Where a function goes over from one law to another, at the shortest decimal there is. */
export async function bisect(
  laboratory: Laboratory,
  [from, to]: readonly [number, number],
  left: (x: number) => number,
  right: (x: number) => number,
): Promise<Break | null> {
  let [low, high] = [from, to]
  for (let i = 0; i < HALVINGS && high - low > BESIDE; i++) {
    const decimal = shortestBetween(low, high)
    if (
      high - low < NARROW &&
      (await isLeftAt(decimal - BESIDE)) &&
      !(await isLeftAt(decimal + BESIDE))
    )
      return { x: decimal, isRight: !(await isLeftAt(decimal)) }
    // Where laws happen to agree, as they often do at halves, none is told.
    const half = low + SHARE * (high - low)
    if (await isLeftAt(half)) low = half
    else high = half
  }
  const x = Number(((low + high) / 2).toPrecision(9))
  await laboratory.ask([x - BESIDE, x + BESIDE])
  return laboratory.queriesLeft > 0 ? { x, isRight: true } : null

  async function isLeftAt(at: number): Promise<boolean> {
    if (!laboratory.seen.has(at)) await laboratory.ask([at])
    const y = laboratory.seen.get(at)?.[0] ?? NaN
    return Math.abs(y - left(at)) < Math.abs(y - right(at))
  }
}
