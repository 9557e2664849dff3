/**
 * Functions that are one polynomial left of zero and one right of it: constants, lines, absolute
 * values, ReLUs, steps, polynomials, and nearly all sums and products of two of them.
 */
import { plus } from '../expression.ts'
import { atomic, composed, term, type Hypothesis } from '../hypothesis.ts'
import { directionBeyond, dot, leastSquares, subtract } from '../least-squares.ts'
import { keep, passesThrough, tolerances, type Points } from '../points.ts'
import { snap } from '../snap.ts'
import type { Term } from '../../../../library/numeric/index.ts'

/** A product of two polynomials of degree 5. */
const HIGHEST = 10
/** Points beyond the unknowns that must agree before a polynomial is believed. */
const SURPLUS = 2

/** Coefficients from the constant term up; the last is not 0, except of the zero polynomial. */
type Polynomial = readonly number[]

export function fitPolynomialSides(points: Points, highest = HIGHEST): Hypothesis[] {
  const all = fitPolynomial(points, highest)
  if (all) return accepted([nameWhole(all)], points)
  const left = fitPolynomial(
    keep(points, (x) => x < 0),
    highest,
  )
  const right = fitPolynomial(
    keep(points, (x) => x > 0),
    highest,
  )
  if (!left || !right) return []
  const atZero = points.ys[points.xs.indexOf(0)] ?? (left[0]! + right[0]!) / 2
  return accepted([nameSides(left, right, atZero)], points)
}

/** The polynomial of lowest degree through all points; null where there is none. */
export function fitPolynomial(points: Points, highest = HIGHEST): Polynomial | null {
  const { xs, ys } = points
  const weights = ys.map((y) => 1 / (Math.abs(y) + 1))
  const allowed = tolerances(points)
  const allowedLeft = sumOfSquares(allowed.map((error, i) => error * weights[i]!))
  const columns: number[][] = []
  const basis: Float64Array[] = []
  const left = Float64Array.from(ys, (y, i) => y * weights[i]!)
  for (let degree = 0; degree <= highest && xs.length > degree + SURPLUS; degree++) {
    columns.push(degree === 0 ? xs.map(() => 1) : columns[degree - 1]!.map((p, i) => p * xs[i]!))
    const next = directionBeyond(
      basis,
      columns[degree]!.map((p, i) => p * weights[i]!),
    )
    if (next) {
      basis.push(next)
      subtract(left, next)
    }
    // No polynomial leaves less than the best one.
    if (dot(left, left) > 4 * allowedLeft + 1e-24) continue
    const fitted = leastSquares(columns, ys, weights)
    if (!fitted) return null
    for (const coefficients of [fitted.map((c) => snap(c)), fitted]) {
      const passes = ys.every((y, i) => Math.abs(evaluate(coefficients, xs[i]!) - y) <= allowed[i]!)
      if (passes) return trim(coefficients)
    }
  }
  return null
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0)
}

function evaluate(coefficients: Polynomial, x: number): number {
  return coefficients.reduceRight((sum, c) => sum * x + c, 0)
}

export function trim(coefficients: Polynomial): Polynomial {
  const last = coefficients.findLastIndex((c) => c !== 0)
  return coefficients.slice(0, Math.max(1, last + 1))
}

function accepted(hypotheses: readonly Hypothesis[], points: Points): Hypothesis[] {
  const elsewhere = keep(points, (x) => x !== 0)
  return hypotheses.filter(({ expression }) => passesThrough(expression, elsewhere))
}

export function nameWhole(polynomial: Polynomial): Hypothesis {
  const { operator, parameters } = toTerm(trim(polynomial))
  return atomic(operator, parameters)
}

export function toTerm(polynomial: Polynomial): Term {
  const [b = 0, m = 0] = polynomial
  if (polynomial.length === 1) return term('constant', { a: b })
  if (polynomial.length === 2) return term('linear', { m, b })
  return term('polynomial', { coefficients: polynomial.toReversed() })
}

/** Names a function by what its two sides have in common. */
export function nameSides(
  left: Polynomial,
  right: Polynomial,
  atZero = (left[0]! + right[0]!) / 2,
): Hypothesis {
  if (isZero(minus(right, left))) return nameWhole(left)
  const [l0 = 0, l1 = 0] = left
  const [r0 = 0, r1 = 0] = right
  const lines = Math.max(left.length, right.length) <= 2
  const stepTo = (a: number, b: number) =>
    term('step', { a: snap(a), b: snap(b), s: snap((atZero - b) / a) })
  if (left.length === 1 && right.length === 1) {
    const { operator, parameters } = stepTo(r0 - l0, l0)
    return atomic(operator, parameters)
  }
  if (lines && l0 === r0) {
    if (l1 === -r1) return atomic('absolute', { s: r1, b: r0 })
    const leak = snap(l1 / r1)
    if (leak >= 0 && leak <= 1) return atomic('relu', { a: r1, b: r0, leak })
  }
  const difference = trim(minus(right, left))
  if (difference.length === 1) return composed('sum', toTerm(left), stepTo(difference[0]!, 0))
  if (difference.length === 2 && difference[0] === 0)
    return composed('sum', toTerm(left), term('relu', { a: snap(difference[1]!), b: 0, leak: 0 }))
  const ratio = right.at(-1)! / left.at(-1)!
  if (isZero(left)) return composed('product', toTerm(right), stepTo(1, 0))
  if (left.length === right.length && isZero(minus(right, times(left, ratio))))
    return composed('product', toTerm(left), stepTo(ratio - 1, 1))
  if (lines && r1 !== 0)
    return composed('sum', term('relu', { a: r1, b: 0, leak: snap(l1 / r1) }), stepTo(r0 - l0, l0))
  return {
    expression: `x > 0 ? ${written(right)} : ${written(left)}`,
    words: `one polynomial for positive x (${written(right)}) and another one for negative x (${written(left)})`,
    domain: [-100, 100],
  }
}

function minus(a: Polynomial, b: Polynomial): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    const size = Math.max(Math.abs(a[i] ?? 0), Math.abs(b[i] ?? 0))
    return Math.abs(difference) <= 1e-9 * size ? 0 : snap(difference)
  })
}

function times(a: Polynomial, factor: number): number[] {
  return a.map((c) => c * factor)
}

function isZero(polynomial: Polynomial): boolean {
  return polynomial.every((c) => c === 0)
}

function written(polynomial: Polynomial): string {
  const descending = polynomial.toReversed()
  return descending.slice(1).reduce((inner, c, i) => {
    const factor = i === 0 ? inner : `(${inner})`
    return `${factor} * x${plus(c)}`
  }, `${descending[0]}`)
}
