/**
 * Straight lines between knots: the answer for functions that no law explains, such as small ReLU
 * networks, which are nothing else.
 */
import type { Hypothesis } from './hypothesis.ts'
import type { Laboratory } from './laboratory.ts'
import { toPoints, type Points } from './points.ts'

/** Beyond so many knots it is a table and no explanation. */
const MOST_KNOTS = 27
const MOST_QUERIES = 400
const BATCH = 12
/** Part of the variation that a line may hide between two points, and that knots may leave out. */
const HIDDEN = 1e-6
const LEFT_OUT = 2.5e-3
/** How far beyond the domain the outer lines are held to be true. */
const REACH = 512

/** Looks closer wherever straight lines between the points may fail, from worse to better. */
export async function refine(
  laboratory: Laboratory,
  begin: Points,
  usable: (x: number) => boolean,
): Promise<Points> {
  const known = new Map(begin.xs.map((x, i) => [x, begin.ys[i]!] as const))
  for (let asked = 0; asked < MOST_QUERIES && laboratory.queriesLeft > 0;) {
    const points = toPoints(known)
    const enough = HIDDEN * spread(points)
    const gaps = points.xs
      .slice(1)
      .map((x, i) => ({ x: (x + points.xs[i]!) / 2, error: hidden(points, i) }))
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
function hidden({ xs, ys }: Points, i: number): number {
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

/** Σ (y - mean)², over the length of the domain. */
function spread({ xs, ys }: Points): number {
  const widths = xs.map((x, i) => ((xs[i + 1] ?? x) - (xs[i - 1] ?? x)) / 2)
  const total = widths.reduce((sum, w) => sum + w, 0)
  const level = ys.reduce((sum, y, i) => sum + y * widths[i]!, 0) / total
  return ys.reduce((sum, y, i) => sum + (y - level) * (y - level) * widths[i]!, 0)
}

/** The fewest knots, chosen greedily, that leave out little of the variation. */
export function fitPiecewise(points: Points): Hypothesis | null {
  if (points.xs.length < 4) return null
  const knots = chooseKnots(withArms(points))
  const words = knots.slice(1, -1).map(({ x }) => short(x))
  return {
    expression: ramps(knots),
    words:
      knots.length === 2
        ? 'close to a straight line'
        : `piecewise linear, like a small ReLU network, with bends at x = ${words.join(', ')}`,
    domain: [-100, 100],
  }
}

interface Knot {
  readonly x: number
  readonly y: number
}

/** With both outer lines drawn on; flat where the last three points are on no line. */
function withArms({ xs, ys, error }: Points): Points {
  const arm = (i: number, step: 1 | -1, x: number) => {
    const [a, b, c] = [i, i + step, i + 2 * step]
    const slope = (ys[b]! - ys[a]!) / (xs[b]! - xs[a]!)
    const next = (ys[c]! - ys[b]!) / (xs[c]! - xs[b]!)
    const isLine = Math.abs(slope - next) <= 0.2 * (Math.abs(slope) + Math.abs(next))
    return ys[a]! + (isLine ? slope * (x - xs[a]!) : 0)
  }
  const last = xs.length - 1
  const left = [-REACH, -3 * 128, -2 * 128].map((x) => [x, arm(0, 1, x)] as const)
  const right = [2 * 128, 3 * 128, REACH].map((x) => [x, arm(last, -1, x)] as const)
  return toPoints([...left, ...xs.map((x, i) => [x, ys[i]!] as const), ...right], error)
}

function chooseKnots(points: Points): Knot[] {
  const { xs, ys } = points
  const within = xs.map((x) => Math.abs(x) <= 128)
  const allowed = [true, false].map(
    (inner) =>
      LEFT_OUT *
      spread(toPoints(xs.flatMap((x, i) => (within[i] === inner ? [[x, ys[i]!] as const] : [])))),
  )
  const knots = [0, xs.length - 1]
  for (;;) {
    const pieces = knots.slice(1).map((to, k) => pieceError(knots[k]!, to))
    const inner = pieces.reduce((sum, piece) => sum + piece.inner, 0)
    const outer = pieces.reduce((sum, piece) => sum + piece.outer, 0)
    if (inner <= allowed[0]! && outer <= allowed[1]!) break
    if (knots.length >= MOST_KNOTS) break
    const badness = pieces.map((p) => p.inner / (allowed[0]! || 1) + p.outer / (allowed[1]! || 1))
    const worst = badness.indexOf(Math.max(...badness))
    knots.splice(worst + 1, 0, pieces[worst]!.farthest)
  }
  return knots.map((i) => ({ x: xs[i]!, y: ys[i]! }))

  function pieceError(from: number, to: number) {
    const slope = (ys[to]! - ys[from]!) / (xs[to]! - xs[from]!)
    let [inner, outer, farthest, largest] = [0, 0, from + 1, -1]
    for (let i = from + 1; i < to; i++) {
      const error = Math.abs(ys[i]! - ys[from]! - (xs[i]! - xs[from]!) * slope)
      const weighted = (error * error * (xs[i + 1]! - xs[i - 1]!)) / 2
      if (within[i]) inner += weighted
      else outer += weighted
      if (error > largest) [farthest, largest] = [i, error]
    }
    return { inner, outer, farthest }
  }
}

/** One line and a bend at every inner knot: y = b + m x + Σ s |x - t|. */
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
