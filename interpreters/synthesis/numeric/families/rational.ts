/**
 * Ratios of two polynomials, by least squares on the equation cleared of its denominator; in noise
 * weighted by the denominator found before (Sanathanan and Koerner, 1963).
 */
import { outputsBehind, type Averages } from '../averages.ts'
import { cheapest, contend, type Contender } from '../contender.ts'
import { between, repeatedly } from '../design.ts'
import { atomic, type Hypothesis } from '../hypothesis.ts'
import { leastSquares } from '../least-squares.ts'
import { passesThrough, tolerances, type Points } from '../points.ts'
import { polynomialAt, power } from '../polynomial.ts'
import { isTenth, tenth } from '../snap.ts'
import type { Family } from './family.ts'

const LARGEST_ORDER = 5
/** Points beyond the unknowns that must agree before a ratio is believed. */
const SURPLUS = 3
/** The largest ratio of a coefficient to the leading one; the library's own is at most 100. */
const LARGEST_RATIO = 200
/** Fewer outputs than these are no ground to stop at a ratio, which bends to any noise. */
const ENOUGH_OUTPUTS = 1500
/** Rounds of weighting: few to choose the orders by, more for the best of them. */
const FEW_ROUNDS = 3
const ROUNDS = 8

export const rational: Family = {
  name: 'rational',
  exact: (points) => fitExactly(points, PROPER),
  composites: (points) => fitExactly(points, IMPROPER),
  noisy: {
    turn: 'last',
    fit: fitInNoise,
    isDecided: (_, data, standsOut) => outputsBehind(data) >= ENOUGH_OUTPUTS && standsOut,
    lookCloser,
  },
}

/** Orders of numerator and denominator, from the lowest. */
const PROPER: readonly Orders[] = Array.from({ length: LARGEST_ORDER }, (_, i) => i + 1).flatMap(
  (order) => Array.from({ length: order }, (_, numerator) => ({ numerator, order })),
)

/** Those of ratios that the library does not have, such as a reciprocal with an offset. */
const IMPROPER: readonly Orders[] = [1, 2, 3].flatMap((order) =>
  Array.from({ length: order === 3 ? 1 : 2 }, (_, more) => ({ numerator: order + more, order })),
)

interface Orders {
  readonly numerator: number
  readonly order: number
}

/** The ratio of lowest orders through all points. */
function fitExactly(points: Points, allOrders: readonly Orders[]): Hypothesis[] {
  const { xs } = points
  const allowed = tolerances(points)
  for (const { numerator, order } of allOrders) {
    if (xs.length < order + numerator + 1 + SURPLUS) continue
    const ratio = solveRatio(points, numerator, order)
    if (!ratio || largest(ratio) > LARGEST_RATIO) continue
    const found = [onLattice(ratio), isClose(ratio) ? normalized(ratio) : null].find(passes)
    if (found) return [{ ...found, isRough: !isOnTenths(found) }]
  }
  return []

  function isClose(ratio: Ratio): boolean {
    return xs.every((x, i) => Math.abs(ratioAt(ratio, x) - points.ys[i]!) <= 10 * allowed[i]!)
  }

  function passes(candidate: Hypothesis | null): candidate is Hypothesis {
    return candidate !== null && passesThrough(candidate.expression, points)
  }
}

interface Ratio {
  readonly numerator: readonly number[]
  readonly denominator: readonly number[]
}

/** Σ a_i x^i - y Σ b_j x^j = y x^order for j below order, where b_order is set to 1. */
function solveRatio(
  { xs, ys }: { readonly xs: readonly number[]; readonly ys: readonly number[] },
  numeratorOrder: number,
  order: number,
  weights?: readonly number[],
): Ratio | null {
  const powers = Array.from({ length: order + 1 }, (_, k) => xs.map((x) => power(x, k)))
  const columns = [
    ...powers.slice(0, numeratorOrder + 1),
    ...powers.slice(0, order).map((column) => column.map((p, i) => -p * ys[i]!)),
  ]
  const target = powers[order]!.map((p, i) => p * ys[i]!)
  const alike = () => xs.map((_, i) => 1 / rowSize(i))
  const solution = leastSquares(columns, target, weights ?? alike())
  return (
    solution && {
      numerator: solution.slice(0, numeratorOrder + 1),
      denominator: [...solution.slice(numeratorOrder + 1), 1],
    }
  )

  function rowSize(i: number): number {
    const squares = columns.reduce((sum, c) => sum + c[i]! * c[i]!, target[i]! * target[i]!)
    return Math.sqrt(squares)
  }
}

function ratioAt({ numerator, denominator }: Ratio, x: number): number {
  return polynomialAt(numerator, x) / polynomialAt(denominator, x)
}

/** The ratio is the same for every common factor: one puts all coefficients on tenths. */
function onLattice(ratio: Ratio): Hypothesis | null {
  const { numerator, denominator } = ratio
  for (let k = 1; k <= 100 && (k / 10) * largest(ratio) < 10.05; k++) {
    const scale = k / 10
    const scaled = (c: number) => c * scale
    const all = [...numerator, ...denominator].map(scaled)
    if (!all.every((c) => isTenth(c, 1e-4))) continue
    return atomic('rational', {
      numerator: numerator.map(scaled).map(tenth),
      denominator: denominator.map(scaled).map(tenth),
    })
  }
  return null
}

function isOnTenths({ law }: Hypothesis): boolean {
  const parameters = law?.form === 'atomic' ? law.term.parameters : {}
  return Object.values(parameters)
    .flat()
    .every((value) => isTenth(value, 1e-9))
}

function normalized({ numerator, denominator }: Ratio): Hypothesis {
  return atomic('rational', {
    numerator: numerator.map(toDigits),
    denominator: denominator.map(toDigits),
  })
}

function toDigits(value: number): number {
  return Number(value.toPrecision(15))
}

function largest({ numerator, denominator }: Ratio): number {
  return Math.max(...numerator.map(Math.abs), ...denominator.map(Math.abs))
}

function fitInNoise(data: Averages): Contender | undefined {
  const fits = PROPER.flatMap(({ numerator, order }) => {
    const ratio = reweighted(data, numerator, order, null, FEW_ROUNDS)
    return ratio ? [{ numerator, order, ratio, contender: toContender(ratio) }] : []
  })
  const promising = fits.toSorted((a, b) => a.contender.cost - b.contender.cost).slice(0, 3)
  return cheapest(
    promising.flatMap(({ numerator, order, ratio, contender }) => {
      const settled = reweighted(data, numerator, order, ratio, ROUNDS)
      return [contender, settled ? toContender(settled) : undefined]
    }),
  )

  function toContender(ratio: Ratio): Contender {
    const unknowns = ratio.numerator.length + ratio.denominator.length - 1
    return contend({ ...normalized(ratio), isRough: true }, data, { unknowns })
  }
}

function reweighted(
  data: Averages,
  numerator: number,
  order: number,
  begin: Ratio | null,
  rounds: number,
): Ratio | null {
  let ratio = begin
  for (let i = 0; i < rounds; i++) {
    const weights = data.xs.map((x, k) => Math.sqrt(data.counts[k]!) / sizeAt(ratio, x, order))
    const next: Ratio | null = solveRatio(data, numerator, order, weights)
    if (!next) return ratio
    ratio = next
  }
  return ratio
}

/** Size of the denominator at x, as far as it is known. */
function sizeAt(ratio: Ratio | null, x: number, order: number): number {
  if (!ratio) return power(1 + Math.abs(x), order)
  return Math.abs(polynomialAt(ratio.denominator, x)) + 1e-9
}

/** Half of the inputs around zero, half close to the real poles, if there are any. */
function lookCloser(best: Contender, count: number): number[] {
  const around = between(-5, 5, 100)
  const poles = nearPoles(best.hypothesis)
  if (poles.length === 0) return repeatedly(around, count)
  return [...repeatedly(around, count / 2), ...repeatedly(poles, count / 2)]
}

/** Inputs close to the real poles: there the ratio drowns the noise. */
function nearPoles({ law }: Hypothesis): number[] {
  const denominator = law?.form === 'atomic' ? law.term.parameters['denominator'] : undefined
  if (!Array.isArray(denominator)) return []
  const value = (x: number) => polynomialAt(denominator, x)
  const poles: number[] = []
  for (let x = -20; x < 20; x += 0.02) {
    if (value(x) * value(x + 0.02) < 0) poles.push(x + 0.01)
  }
  return poles.flatMap((pole) => [0.5, 0.25, 0.12, 0.06, 0.03].flatMap((d) => [pole - d, pole + d]))
}
