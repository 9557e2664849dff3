/** Sums and products, by taking one part off and naming what is left. */
import { composed, term, type Hypothesis } from '../hypothesis.ts'
import { keep, passesThrough, replace, type Points } from '../points.ts'
import type { Term } from '../../../../library/numeric/index.ts'
import { fitPolynomialSides } from './polynomial-sides.ts'
import { fitRectangleProduct, fitRectangleSum } from './rectangle.ts'
import { fitTwoWaves, fitWithWave, squareWaveTerms } from './square-wave.ts'

/** Degree of the library's polynomials. */
const HIGHEST_PART = 5

const ROUNDINGS = [
  ['ceil', Math.ceil],
  ['floor', Math.floor],
] as const

/** Sums and products with a rounded x. */
export function fitRounded(points: Points): Hypothesis[] {
  return ROUNDINGS.flatMap(([name, round]) => {
    const added = replace(points, (y, x) => y - round(x))
    const sums = partTerms(added).map((other) => composed('sum', other, term(name)))
    if (sums.length > 0) return sums
    const divided = replace(
      keep(points, (x) => round(x) !== 0),
      (y, x) => y / round(x),
    )
    return partTerms(divided).map((other) => composed('product', other, term(name)))
  }).filter(({ expression }) =>
    passesThrough(
      expression,
      keep(points, (x) => x !== 0),
    ),
  )
}

/** The library's terms through all points, of those that have no edge of their own. */
function partTerms(points: Points): Term[] {
  const plain = plainTerms(points)
  return plain.length > 0 ? plain : roundedTerms(points)
}

function plainTerms(points: Points): Term[] {
  return fitPolynomialSides(points, HIGHEST_PART).flatMap(({ law }) =>
    law?.form === 'atomic' ? [law.term] : [],
  )
}

function roundedTerms(points: Points): Term[] {
  return ROUNDINGS.filter(([, round]) => points.xs.every((x, i) => points.ys[i] === round(x))).map(
    ([name]) => term(name),
  )
}

/** Terms of all kinds but rectangles. */
function anyTerms(points: Points): Term[] {
  const parts = partTerms(points)
  return parts.length > 0 ? parts : squareWaveTerms(points)
}

/** Sums and products of which one part is a rectangle. */
export function fitWithRectangle(points: Points): Hypothesis[] {
  const product = fitRectangleProduct(points, anyTerms)
  return product.length > 0 ? product : fitRectangleSum(points, anyTerms)
}

/** Sums and products of which one part is a square wave. */
export function fitWithSquareWave(points: Points): Hypothesis[] {
  const two = fitTwoWaves(points)
  return two.length > 0 ? two : fitWithWave(points, partTerms)
}
