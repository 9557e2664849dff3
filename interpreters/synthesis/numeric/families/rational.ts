/** Ratios of two polynomials, by least squares on the equation cleared of its denominator. */
import { atomic, type Hypothesis } from '../hypothesis.ts'
import { leastSquares } from '../least-squares.ts'
import { passesThrough, tolerances, type Points } from '../points.ts'
import { isTenth, snap, tenth } from '../snap.ts'

const LARGEST_ORDER = 5
const SURPLUS = 3
/** Of a coefficient to the leading one; the library's own is at most 100. */
const LARGEST_RATIO = 200

export function fitReciprocal(points: Points): Hypothesis[] {
  const i = points.xs.findIndex((x) => x !== 0)
  const x = points.xs[i]
  if (x === undefined || points.ys[i] === 0) return []
  const candidate = atomic('reciprocal', { a: snap(1 / (x * points.ys[i]!)) })
  return passesThrough(candidate.expression, points) ? [candidate] : []
}

/** The ratio of lowest orders through all points. */
export function fitRational(points: Points): Hypothesis[] {
  const { xs } = points
  const allowed = tolerances(points)
  for (let order = 1; order <= LARGEST_ORDER; order++) {
    for (let numerator = 0; numerator < order; numerator++) {
      if (xs.length < order + numerator + 1 + SURPLUS) continue
      const ratio = solveRatio(points, numerator, order)
      if (!ratio || largest(ratio) > LARGEST_RATIO) continue
      const found = [onLattice(ratio), isClose(ratio) ? normalized(ratio) : null].find(passes)
      if (found) return [found]
    }
  }
  return []

  function isClose(ratio: Ratio): boolean {
    return xs.every((x, i) => Math.abs(valueAt(ratio, x) - points.ys[i]!) <= 10 * allowed[i]!)
  }

  function passes(candidate: Hypothesis | null): candidate is Hypothesis {
    return candidate !== null && passesThrough(candidate.expression, points)
  }
}

export interface Ratio {
  readonly numerator: readonly number[]
  readonly denominator: readonly number[]
}

/** Σ a_i x^i - y Σ b_j x^j = y x^order for j below order, where b_order is set to 1. */
export function solveRatio(
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

function valueAt({ numerator, denominator }: Ratio, x: number): number {
  const at = (sum: number, c: number) => sum * x + c
  return numerator.reduceRight(at, 0) / denominator.reduceRight(at, 0)
}

export function power(x: number, k: number): number {
  let product = 1
  for (let i = 0; i < k; i++) product *= x
  return product
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

export function normalized({ numerator, denominator }: Ratio): Hypothesis {
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
