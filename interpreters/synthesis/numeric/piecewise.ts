/**
 * Straight lines between knots: the answer for functions that no law explains. Of small ReLU
 * networks, which are nothing else, the knots are where the lines meet that the points are on.
 */
import type { Hypothesis } from './hypothesis.ts'
import { leastSquares } from './least-squares.ts'
import type { Points } from './points.ts'
import { spread } from './refine.ts'
import { goesOn, isSeen, meeting, outerRun, straightRuns, type Run } from './straight-runs.ts'

/** Beyond so many knots it is a table and no explanation. */
const MOST_KNOTS = 28
/** Part of the variation that knots may leave out. */
const LEFT_OUT = 2.5e-3
/** Part of the range by which a knot has to be off the line past it. */
const STRAIGHT = 1e-7
/** How far beyond the domain the outer lines are held to be true. */
const REACH = 512

/** A function in straight lines. */
export interface Pieces {
  readonly hypothesis: Hypothesis
  /** Where the lines meet. */
  readonly bends: readonly number[]
  /** Whether the outer lines are ones that points are on, so that they are to go on. */
  readonly areArmsSeen: boolean
}

/**
 * The lines that the points are on, where these are few and meet. Else lines between the fewest
 * knots that leave out little of the variation: a knot is added where the points are farthest from
 * the lines so far (Douglas and Peucker, 1973). The outer lines go on beyond the outermost points.
 * Null for fewer than four points.
 */
export function fitPiecewise(points: Points): Pieces | null {
  if (points.xs.length < 4) return null
  const runs = straightRuns(points)
  const [first, last] = [outerRun(points, 'left'), outerRun(points, 'right')]
  const inner = meetings(points, runs) ?? withOuter(points, first, last)
  const arms = [armOf(first, points, 0, -REACH), armOf(last, points, -1, REACH)]
  const range = Math.max(...points.ys) - Math.min(...points.ys)
  const all = withoutStraight([arms[0]!, ...inner, arms[1]!], STRAIGHT * range)
  const bends = all.slice(1, -1).map(({ x }) => x)
  return {
    hypothesis: {
      expression: ramps(all),
      words:
        bends.length === 0
          ? 'a straight line'
          : `piecewise linear, with bends at x = ${bends.map(short).join(', ')}`,
      domain: [-100, 100],
    },
    bends,
    areArmsSeen: goesOn(points, first) && goesOn(points, last),
  }
}

interface Knot {
  readonly x: number
  readonly y: number
}

/** Where the lines meet that the points are on; null where they are many, or do not meet. */
function meetings({ xs }: Points, runs: readonly Run[]): Knot[] | null {
  if (runs.length > MOST_KNOTS || !runs.every(isSeen)) return null
  const knots = runs.slice(1).map((run, i) => {
    const before = runs[i]!
    const x = meeting(before, run)
    const slack = 1e-3 * (xs[run.to]! - xs[before.from]!)
    const isBetween = x > xs[before.to]! - slack && x < xs[run.from]! + slack
    return isBetween ? { x, y: run.at(x) } : null
  })
  return knots.every((knot) => knot !== null) ? knots : null
}

/** The far end of an outer line; it is flat where the outermost points are on no line. */
function armOf(run: Run, points: Points, outermost: 0 | -1, x: number): Knot {
  return { x, y: goesOn(points, run) ? run.at(x) : points.ys.at(outermost)! }
}

/** The settled knots, those on the outer lines left out for the ends of these lines. */
function withOuter(points: Points, first: Run, last: Run): Knot[] {
  const knots = settle(points, chooseKnots(points))
  const [from, to] = [
    goesOn(points, first) ? points.xs[first.to]! : -Infinity,
    goesOn(points, last) ? points.xs[last.from]! : Infinity,
  ]
  return [
    ...(from === -Infinity ? [] : [{ x: from, y: first.at(from) }]),
    ...knots.filter(({ x }) => x > from && x < to),
    ...(to > from && to < Infinity ? [{ x: to, y: last.at(to) }] : []),
  ]
}

/** Indices of the points that are knots. */
function chooseKnots(points: Points): number[] {
  const { xs, ys } = points
  const allowed = LEFT_OUT * spread(points)
  const knots = [0, xs.length - 1]
  const pieces = [piece(0, xs.length - 1)]
  while (knots.length < MOST_KNOTS) {
    if (pieces.reduce((sum, { error }) => sum + error, 0) <= allowed) break
    const worst = pieces.reduce((most, { error }, k) => (error > pieces[most]!.error ? k : most), 0)
    const { farthest } = pieces[worst]!
    pieces.splice(worst, 1, piece(knots[worst]!, farthest), piece(farthest, knots[worst + 1]!))
    knots.splice(worst + 1, 0, farthest)
  }
  return knots

  function piece(from: number, to: number) {
    const slope = (ys[to]! - ys[from]!) / (xs[to]! - xs[from]!)
    let [sum, farthest, largest] = [0, from + 1, -1]
    for (let i = from + 1; i < to; i++) {
      const error = Math.abs(ys[i]! - ys[from]! - (xs[i]! - xs[from]!) * slope)
      sum += (error * error * (xs[i + 1]! - xs[i - 1]!)) / 2
      if (error > largest) [farthest, largest] = [i, error]
    }
    return { error: sum, farthest }
  }
}

/** The knots, moved up or down to where all points are met best; the outer two stay. */
function settle({ xs, ys }: Points, knots: readonly number[]): Knot[] {
  const begin = knots.map((i) => ({ x: xs[i]!, y: ys[i]! }))
  const values = Float64Array.from(xs, () => 0)
  const tents = begin.map(() => new Float64Array(xs.length))
  for (let i = 0, k = 0; i < xs.length; i++) {
    while (k + 2 < begin.length && xs[i]! > begin[k + 1]!.x) k++
    const [left, right] = [begin[k]!, begin[k + 1]!]
    const share = (xs[i]! - left.x) / (right.x - left.x)
    tents[k]![i] = 1 - share
    tents[k + 1]![i] = share
    values[i] = left.y + share * (right.y - left.y)
  }
  const weights = xs.map((x, i) => Math.sqrt((xs[i + 1] ?? x) - (xs[i - 1] ?? x)))
  const missed = ys.map((y, i) => y - values[i]!)
  const moves = leastSquares(tents.slice(1, -1), missed, weights) ?? []
  return begin.map(({ x, y }, k) => ({ x, y: y + (moves[k - 1] ?? 0) }))
}

/** Leaves out the inner knots that are no farther off the others' line than `least`. */
function withoutStraight(knots: readonly Knot[], least: number): Knot[] {
  const kept = [knots[0]!]
  for (const [i, knot] of knots.entries()) {
    const [before, after] = [kept.at(-1)!, knots[i + 1]]
    if (i === 0 || !after) continue
    const slope = (after.y - before.y) / (after.x - before.x)
    if (Math.abs(before.y + slope * (knot.x - before.x) - knot.y) > least) kept.push(knot)
  }
  return [...kept, knots.at(-1)!]
}

/** The expression with one line and a bend at every inner knot: y = b + m x + Σ s |x - t|. */
function ramps(knots: readonly Knot[]): string {
  const slopes = knots.slice(1).map(({ x, y }, i) => (y - knots[i]!.y) / (x - knots[i]!.x))
  const bends = slopes.slice(1).map((slope, i) => ({
    size: Number(((slope - slopes[i]!) / 2).toPrecision(8)),
    x: Number(knots[i + 1]!.x.toPrecision(8)),
  }))
  const m = Number(((slopes[0]! + slopes.at(-1)!) / 2).toPrecision(8))
  const middle = knots[knots.length >> 1]!
  const rest = bends.reduce((sum, bend) => sum + bend.size * Math.abs(middle.x - bend.x), 0)
  const b = Number((middle.y - m * middle.x - rest).toPrecision(10))
  const terms = bends.map(({ size, x }) => `${signed(size)} * Math.abs(x${signed(-x)})`)
  return `${b}${signed(m)} * x${terms.join('')}`
}

function signed(value: number): string {
  return value < 0 ? ` - ${-value}` : ` + ${value}`
}

function short(value: number): number {
  return Number(value.toPrecision(4))
}
