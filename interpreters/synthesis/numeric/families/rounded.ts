/** Sums and products of a rounded x and another term. */
import type { Term } from '../../../../library/numeric/index.ts'
import { composed, term, type Hypothesis } from '../hypothesis.ts'
import { fitModels, type LinearModel } from '../linear-models.ts'
import { keep, passesThrough, replace, type Points } from '../points.ts'
import type { Family } from './family.ts'
import { plainTerms, TERM_MODELS } from './plain.ts'

const ROUNDINGS = [
  ['ceil', Math.ceil],
  ['floor', Math.floor],
] as const

export const rounded: Family = {
  name: 'rounded',
  exact: fitExactly,
  noisy: { fit: (data, { isKnown }) => fitModels(PRODUCTS, data, isKnown) },
}

function fitExactly(points: Points): Hypothesis[] {
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

/** The library's terms through all points that are plain or a rounded x. */
export function partTerms(points: Points): Term[] {
  const terms = plainTerms(points)
  return terms.length > 0 ? terms : roundedTerms(points)
}

function roundedTerms(points: Points): Term[] {
  return ROUNDINGS.filter(([, round]) => points.xs.every((x, i) => points.ys[i] === round(x))).map(
    ([name]) => term(name),
  )
}

const PRODUCTS: readonly LinearModel[] = ROUNDINGS.flatMap(([rounding, round]) =>
  TERM_MODELS.map(({ shapes, steps, name }) => ({
    shapes: shapes.map((shape) => (x: number) => shape(x) * round(x)),
    steps,
    name: (coefficients: readonly number[]) => {
      const { law, expression, words } = name(coefficients)
      if (law?.form === 'atomic') return composed('product', law.term, term(rounding))
      return {
        expression: `(${expression}) * Math.${rounding}(x)`,
        words: `${words}, times Math.${rounding}(x)`,
        domain: [-100, 100] as const,
      }
    },
  })),
)
