import type { Hypothesis } from './hypothesis.ts'
import { between } from './design.ts'
import { pointsOf, type Laboratory } from './laboratory.ts'
import { leastSquares } from './least-squares.ts'
import { fitPiecewise } from './piecewise.ts'
import type { Points } from './points.ts'
import { isSeen, straightRuns } from './straight-runs.ts'

/** A rule that is made of pieces. */
export interface Pieces extends Pick<Hypothesis, 'expression' | 'words'> {
  /** Whether the function itself is made of lines, and goes on in the outer ones. */
  readonly isMadeOfLines: boolean
  /** Whether its jumps or bends are as far from one another as if they went on for ever. */
  readonly isRepeating: boolean
}

const ROUNDS = 3
/** Where in a piece to look, and how closely, as parts of its width. */
const LOOKS = [
  { at: 0.37, step: 0.02 },
  { at: 0.7, step: 0.0137 },
]
/** Steps to the right in steps to the left: even ones would miss stairs. */
const UNEVEN = 0.618
/** Part of the pieces, and of the domain, that may hide a bend. */
const HIDDEN = 0.25
/** Distances from an end: what outputs so close together are off a line is rounding. */
const CLUSTER = Array.from({ length: 8 }, (_, i) => 0.0043 * i + 0.0003 * i * i)
/** Standard errors of rounding that no rounding is. */
const DOUBT = 4
/** Parts of the largest output that rounding is at least, and of the range that it is at most. */
const [FINEST, COARSEST] = [1e-9, 1e-4]

/** Straight lines through the points; more is asked where a line is held by few of them. */
export async function inLines(
  laboratory: Laboratory,
  usable: (x: number) => boolean,
): Promise<Pieces | null> {
  const rounding = await roundingOf(laboratory, usable)
  const points = () => ({ ...pointsOf(laboratory, usable), error: rounding })
  for (let round = 0; round < ROUNDS; round++) {
    const { xs } = points()
    const short = straightRuns(points()).filter((run) => !isSeen(run))
    if (short.length === 0 || short.length > xs.length / 10) break
    const wanted = short.flatMap(({ from, to }) =>
      between(xs[Math.max(0, from - 1)]!, xs[to + 1] ?? xs[to]!, 4),
    )
    await laboratory.ask(wanted.filter((x) => usable(x) && !laboratory.seen.has(x)))
  }
  const pieces = fitPiecewise(points())
  if (!pieces) return null
  const { hypothesis, bends, areArmsSeen } = pieces
  return {
    ...hypothesis,
    isMadeOfLines: areArmsSeen && (await isStraight(laboratory, bends, rounding, points())),
    isRepeating: areEven(bends),
  }
}

/**
 * How far rounding takes outputs off a line, by clusters of inputs at both ends: a function may be
 * computed in 32 bits, from numbers that are larger than its outputs.
 */
async function roundingOf(laboratory: Laboratory, usable: (x: number) => boolean): Promise<number> {
  const { xs, ys } = pointsOf(laboratory, usable)
  if (xs.length < 2) return 0
  const clusters = [CLUSTER.map((d) => xs[0]! + d), CLUSTER.map((d) => xs.at(-1)! - d)]
  await laboratory.ask(clusters.flat().filter((x) => usable(x) && !laboratory.seen.has(x)))
  const errors = clusters.map((cluster) => {
    const own = cluster.map((x) => laboratory.seen.get(x)?.[0] ?? NaN)
    const columns = [cluster.map((x) => x - cluster[0]!), cluster.map(() => 1)]
    const [slope, level] = leastSquares(columns, own) ?? []
    if (slope === undefined || level === undefined) return Infinity
    const squares = own.map((y, i) => (level + slope * columns[0]![i]! - y) ** 2)
    return DOUBT * Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / (own.length - 2))
  })
  const range = Math.max(...ys) - Math.min(...ys)
  const least = FINEST * Math.max(...ys.map(Math.abs))
  return Math.max(least, Math.min(COARSEST * range, Math.max(...errors)))
}

/** Whether a close look into each piece shows a line, and in hardly any the curve that it replaces. */
async function isStraight(
  laboratory: Laboratory,
  bends: readonly number[],
  rounding: number,
  { xs }: Points,
): Promise<boolean> {
  const [first, last] = [xs[0]!, xs.at(-1)!]
  const ends = [first, ...bends.filter((x) => x > first && x < last), last]
  const pieces = ends.slice(1).map((high, i) => {
    const [low, width] = [ends[i]!, high - ends[i]!]
    const looks = LOOKS.map(({ at, step }) => [at - step, at, at + UNEVEN * step])
    return { width, looks: looks.map((look) => look.map((part) => low + part * width)) }
  })
  await laboratory.ask(pieces.flatMap(({ looks }) => looks.flat()))
  const bent = pieces.filter(({ looks }) => looks.some(isBent))
  const width = bent.reduce((sum, piece) => sum + piece.width, 0)
  return bent.length <= HIDDEN * pieces.length && width <= HIDDEN * (last - first)

  function isBent(look: readonly number[]): boolean {
    const [a = NaN, b = NaN, c = NaN] = look.map((x) => laboratory.seen.get(x)?.[0])
    return Math.abs(a + (c - a) / (1 + UNEVEN) - b) > rounding
  }
}

/** Whether there are three or more, all of them multiples of the least distance apart. */
export function areEven(xs: readonly number[]): boolean {
  const gaps = xs.slice(1).map((x, i) => x - xs[i]!)
  const least = Math.min(...gaps)
  return (
    gaps.length > 1 && gaps.every((gap) => Math.abs(gap / least - Math.round(gap / least)) < 1e-4)
  )
}
