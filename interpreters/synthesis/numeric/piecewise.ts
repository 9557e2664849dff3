/**
 * Straight lines between knots: the answer for functions that no law explains, such as small ReLU
 * networks, which are nothing else.
 */
import type { Hypothesis } from './hypothesis.ts'
import { leastSquares } from './least-squares.ts'
import type { Points } from './points.ts'
import { spread } from './refine.ts'

/** Beyond so many knots it is a table and no explanation. */
const MOST_KNOTS = 28
/** Part of the variation that knots may leave out. */
const LEFT_OUT = 2.5e-3
/** How far beyond the domain the outer lines are held to be true. */
const REACH = 512

/**
 * Lines between the fewest knots that leave out little of the variation: a knot is added where the
 * points are farthest from the lines so far (Douglas and Peucker, 1973). Beyond the outermost
 * points the lines through the outermost two go on. Null for fewer than four points.
 */
export function fitPiecewise(points: Points): Hypothesis | null {
  if (points.xs.length < 4) return null
  const knots = settle(points, chooseKnots(points))
  const all = withoutStraight([armOf(points, 0, 1), ...knots, armOf(points, -1, -1)])
  const words = all.slice(1, -1).map(({ x }) => short(x))
  return {
    expression: ramps(all),
    words:
      words.length === 0
        ? 'close to a straight line'
        : `piecewise linear, like a small ReLU network, with bends at x = ${words.join(', ')}`,
    domain: [-100, 100],
  }
}

interface Knot {
  readonly x: number
  readonly y: number
}

/** The far end of an outer line; it is flat where the outermost three points are on no line. */
function armOf({ xs, ys }: Points, end: 0 | -1, step: 1 | -1): Knot {
  const [a, b, c] = [0, 1, 2].map((k) => ({ x: xs.at(end + k * step)!, y: ys.at(end + k * step)! }))
  const slope = (b!.y - a!.y) / (b!.x - a!.x)
  const next = (c!.y - b!.y) / (c!.x - b!.x)
  const isLine = Math.abs(slope - next) <= 0.2 * (Math.abs(slope) + Math.abs(next))
  const x = -step * REACH
  return { x, y: a!.y + (isLine ? slope * (x - a!.x) : 0) }
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

/** Leaves out the inner knots at which nothing bends. */
function withoutStraight(knots: readonly Knot[]): Knot[] {
  const ys = knots.slice(1, -1).map(({ y }) => y)
  const least = 1e-7 * (Math.max(...ys) - Math.min(...ys))
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
