import { plus } from '../../../library/numeric/expressions.ts'
import { directionBeyond, dot, leastSquares, subtract } from './least-squares.ts'
import { tolerances, type Points } from './points.ts'
import { snap } from './snap.ts'

/** Points beyond the unknowns that must agree before a polynomial is believed. */
const SURPLUS = 2

/** Coefficients from the constant term up; the last is not 0, except of the zero polynomial. */
export type Polynomial = readonly number[]

/** The polynomial of lowest degree through all points; null where there is none. */
export function fitPolynomial(points: Points, highest: number): Polynomial | null {
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
      const passes = ys.every(
        (y, i) => Math.abs(polynomialAt(coefficients, xs[i]!) - y) <= allowed[i]!,
      )
      if (passes) return trim(coefficients)
    }
  }
  return null
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0)
}

/** The polynomial's value at x, by Horner's rule. */
export function polynomialAt(coefficients: Polynomial, x: number): number {
  return coefficients.reduceRight((sum, c) => sum * x + c, 0)
}

/** x to the power of k, by multiplication: `**` may differ in the last bit. */
export function power(x: number, k: number): number {
  let product = 1
  for (let i = 0; i < k; i++) product *= x
  return product
}

/** The coefficients without leading zeros. */
export function trim(coefficients: Polynomial): Polynomial {
  const last = coefficients.findLastIndex((c) => c !== 0)
  return coefficients.slice(0, Math.max(1, last + 1))
}

/** The difference; coefficients that are equal but for rounding leave 0. */
export function minus(a: Polynomial, b: Polynomial): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    const size = Math.max(Math.abs(a[i] ?? 0), Math.abs(b[i] ?? 0))
    return Math.abs(difference) <= 1e-9 * size ? 0 : snap(difference)
  })
}

export function times(a: Polynomial, factor: number): number[] {
  return a.map((c) => c * factor)
}

export function isZero(polynomial: Polynomial): boolean {
  return polynomial.every((c) => c === 0)
}

/** The polynomial as a JavaScript expression of `x`, by Horner's rule. */
export function polynomialExpression(polynomial: Polynomial): string {
  const descending = polynomial.toReversed()
  return descending.slice(1).reduce((inner, c, i) => {
    const factor = i === 0 ? inner : `(${inner})`
    return `${factor} * x${plus(c)}`
  }, `${descending[0]}`)
}
