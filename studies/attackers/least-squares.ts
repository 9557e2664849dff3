/** Linear models: fitted to what is asked for, and rounded to what it takes. */
import type { Points, Target } from './target.ts'
import { variance } from 'simple-statistics'

/** A column of a linear model: a function of `x`, and the expression of it. */
export interface Column {
  readonly text: string
  readonly of: (x: number) => number
}

/** All points of a target with weights, so that the sum of squares is what the rule bounds. */
export interface Weighted extends Points {
  readonly weights: Float64Array
}

const join = (a: Float64Array, b: Float64Array) => Float64Array.of(...a, ...b)

/** An error beyond the domain may be a hundred times as large. */
export function weighted({ near, far, scale }: Target): Weighted {
  const share = ({ xs, ys }: Points, tolerance: number) => {
    const spread = xs.length > 1 ? Math.max(variance([...ys]), 1e-6 * scale * scale) : scale * scale
    return new Float64Array(xs.length).fill(1 / Math.sqrt(tolerance * spread * xs.length))
  }
  if (!far) return { ...near, weights: share(near, 1) }
  return {
    xs: join(near.xs, far.xs),
    ys: join(near.ys, far.ys),
    weights: join(share(near, 1), share(far, 100)),
  }
}

/** Coefficients of the columns that fit the points best; by Gram and Schmidt, twice over. */
export function leastSquares(
  columns: readonly Float64Array[],
  { xs, ys, weights }: Weighted,
): number[] {
  const n = xs.length
  const basis: Float64Array[] = []
  const steps: number[][] = []
  for (const column of columns) {
    const v = column.map((value, i) => value * weights[i]!)
    const row = basis.map(() => 0)
    for (let pass = 0; pass < 2; pass++)
      basis.forEach((q, j) => {
        const part = dot(q, v)
        row[j]! += part
        for (let i = 0; i < n; i++) v[i]! -= part * q[i]!
      })
    const size = Math.sqrt(dot(v, v))
    row.push(size)
    basis.push(size > 0 ? v.map((value) => value / size) : v)
    steps.push(row)
  }
  const y = ys.map((value, i) => value * weights[i]!)
  const found = basis.map((q) => dot(q, y))
  for (let j = columns.length - 1; j >= 0; j--) {
    for (let k = j + 1; k < columns.length; k++) found[j]! -= steps[k]![j]! * found[k]!
    found[j] = steps[j]![j]! > 0 ? found[j]! / steps[j]![j]! : 0
  }
  return found
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** Values of functions, ready to be fitted. */
export const tabulate = (functions: readonly ((x: number) => number)[], xs: Float64Array) =>
  functions.map((of) => xs.map((x) => of(x)))

/** What is left over of what the rule bounds. */
export function residual(
  coefficients: readonly number[],
  columns: readonly Float64Array[],
  { ys, weights }: Weighted,
): number {
  let sum = 0
  for (let i = 0; i < ys.length; i++) {
    let error = -ys[i]!
    for (let j = 0; j < columns.length; j++) error += coefficients[j]! * columns[j]![i]!
    sum += (error * weights[i]!) ** 2
  }
  return sum
}

/** Each coefficient rounded so that what it moves is about `tolerance`. */
export function roundedTo(
  coefficients: readonly number[],
  columns: readonly Float64Array[],
  { weights }: Pick<Weighted, 'weights'>,
  tolerance: number,
): number[] {
  return coefficients.map((coefficient, j) => {
    let size = 0
    for (let i = 0; i < weights.length; i++) size += (columns[j]![i]! * weights[i]!) ** 2
    return rounded(coefficient, tolerance / Math.sqrt(size))
  })
}

const TOLERANCES = [3e-4, 1e-4, 3e-5, 2e-5, 1e-5, 5e-6, 1e-6, 1e-7]
/** What is that far off is not worth being written down in several ways. */
const HOPELESS = 1e-7

/** The best fit of columns, with coefficients of more and more digits. */
export function* fits(columns: readonly Float64Array[], points: Weighted): Generator<number[]> {
  const exact = leastSquares(columns, points)
  if (!exact.every(Number.isFinite)) return
  const left = residual(exact, columns, points)
  for (const tolerance of left > HOPELESS ? TOLERANCES.slice(0, 1) : TOLERANCES)
    yield roundedTo(exact, columns, points, tolerance)
}

/** The shortest decimal number within `step` of a value. */
export function rounded(value: number, step: number): number {
  if (!Number.isFinite(step) || step <= 0) return value
  const digits = -Math.floor(Math.log10(step))
  const unit = 10 ** -digits
  return digits > 0
    ? Number((Math.round(value / unit) * unit).toFixed(Math.min(digits, 100)))
    : Math.round(value / unit) * unit
}

/** `a+b*x+…`, without what is 0. */
export function sumText(coefficients: readonly number[], columns: readonly Column[]): string {
  const terms = columns.flatMap(({ text }, j) => {
    const coefficient = coefficients[j]!
    if (coefficient === 0) return []
    return text === '1' ? `${coefficient}` : `${coefficient}*${text}`
  })
  return terms.join('+').replaceAll('+-', '-') || '0'
}

/** By Horner's rule, of coefficients from the constant up. */
export function hornerText(ascending: readonly number[], variable = 'x'): string {
  let text = ''
  for (const coefficient of ascending.toReversed()) {
    if (text)
      text = `${/^-?[\w.]+$/.test(text) || !/[+-]/.test(text.slice(1)) ? text : `(${text})`}*${variable}`
    if (coefficient !== 0 || !text)
      text += text && coefficient >= 0 ? `+${coefficient}` : `${coefficient || ''}`
  }
  return text.replace(/^\*\w+/, '0') || '0'
}
