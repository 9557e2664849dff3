/**
 * Functions that are one polynomial left of zero and one right of it: constants, lines, absolute
 * values, ReLUs, steps, polynomials, and nearly all sums and products of two of them.
 */
import type { Term } from '../../../../library/numeric/index.ts'
import type { Averages } from '../averages.ts'
import type { Contender } from '../contender.ts'
import { atomic, composed, term, type Hypothesis } from '../hypothesis.ts'
import { fitModels, type Basis, type LinearModel } from '../linear-models.ts'
import { keep, passesThrough, type Points } from '../points.ts'
import {
  fitPolynomial,
  isZero,
  minus,
  polynomialExpression,
  power,
  times,
  trim,
  type Polynomial,
} from '../polynomial.ts'
import { snap } from '../snap.ts'
import type { Family } from './family.ts'

/** Degree of the library's polynomials, and of a product of two of them. */
const HIGHEST = 5
const HIGHEST_PRODUCT = 10

export const plain: Family = {
  name: 'plain',
  exact: (points) => fitSides(points, HIGHEST),
  composites: (points) => fitSides(points, HIGHEST_PRODUCT),
  // Only positive x was seen: the line may have any left half, or none.
  lookalikes: ({ operator, parameters: { n, s = 0, b = 0 } }) =>
    operator === 'root' && n === 1
      ? [atomic('linear', { m: s, b }), atomic('absolute', { s, b })]
      : [],
  noisy: {
    turn: 'first',
    fit: (data, { isKnown }) => fitModels(MODELS, data, isKnown),
    isDecided: (best, { deviation }, standsOut) =>
      (isConstant(best) && !best.isUnusual && deviation <= 1) || standsOut,
  },
}

/** The library's plain terms through all points. */
export function plainTerms(points: Points): Term[] {
  return plain.exact(points).flatMap(({ law }) => (law?.form === 'atomic' ? [law.term] : []))
}

/** The plain law that explains noisy outputs best, where it is a term of the library. */
export function noisyPlainTerm(
  data: Averages,
): { readonly term: Term; readonly contender: Contender } | undefined {
  const contender = fitModels(TERM_MODELS, data)
  const law = contender?.hypothesis.law
  return contender && law?.form === 'atomic' ? { term: law.term, contender } : undefined
}

function isConstant({ hypothesis: { law } }: Contender): boolean {
  return law?.form === 'atomic' && law.term.operator === 'constant'
}

function fitSides(points: Points, highest: number): Hypothesis[] {
  const all = fitPolynomial(points, highest)
  if (all) return accepted(nameWhole(all), points)
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
  return accepted(nameSides(left, right, atZero), points)
}

function accepted(hypothesis: Hypothesis, points: Points): Hypothesis[] {
  const elsewhere = keep(points, (x) => x !== 0)
  return passesThrough(hypothesis.expression, elsewhere) ? [hypothesis] : []
}

function nameWhole(polynomial: Polynomial): Hypothesis {
  const { operator, parameters } = toTerm(trim(polynomial))
  return atomic(operator, parameters)
}

function toTerm(polynomial: Polynomial): Term {
  const [b = 0, m = 0] = polynomial
  if (polynomial.length === 1) return term('constant', { a: b })
  if (polynomial.length === 2) return term('linear', { m, b })
  return term('polynomial', { coefficients: polynomial.toReversed() })
}

/** Names a function by what its two sides have in common. */
function nameSides(
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
  const [forPositive, forNegative] = [right, left].map(polynomialExpression)
  return {
    expression: `x > 0 ? ${forPositive} : ${forNegative}`,
    words: `one polynomial for positive x (${forPositive}) and another one for negative x (${forNegative})`,
    domain: [-100, 100],
  }
}

const one: Basis = () => 1
const line: Basis = (x) => x
const rightOfZero: Basis = (x) => (x > 0 ? 1 : 0)
const leftOfZero: Basis = (x) => (x > 0 ? 0 : 1)
const up: Basis = (x) => (x > 0 ? x : 0)
const down: Basis = (x) => (x > 0 ? 0 : x)

function powers(degree: number, side: Basis = one): Basis[] {
  return Array.from({ length: degree + 1 }, (_, k) => (x: number) => side(x) * power(x, k))
}

/** Coefficients of a sum are multiples of 0.1, those of a product multiples of 0.01. */
function polynomialModel(degree: number): LinearModel {
  const step = degree > HIGHEST ? 0.01 : 0.1
  return { shapes: powers(degree), steps: powers(degree).map(() => step), name: nameWhole }
}

/** Terms of the library. */
export const TERM_MODELS: readonly LinearModel[] = [
  { shapes: [one], steps: [1], name: nameWhole },
  { shapes: [one, line], steps: [0.1, 0.1], name: nameWhole },
  {
    shapes: [one, Math.abs],
    steps: [0.1, 0.1],
    name: ([b = 0, s = 0]) => atomic('absolute', { s, b }),
  },
  {
    shapes: [one, down, up],
    steps: [0.1, 0.01, 0.1],
    name: ([b = 0, l = 0, r = 0]) => nameSides([b, l], [b, r]),
  },
  {
    shapes: [one, rightOfZero],
    steps: [0.1, 0.1],
    name: ([b = 0, a = 0]) => nameSides([b], [Number((b + a).toFixed(3))]),
  },
  ...[2, 3, 4, 5].map(polynomialModel),
]

/** Terms, products of polynomials, two polynomials side by side, and sums with a step or a ReLU. */
const MODELS: readonly LinearModel[] = [
  ...TERM_MODELS,
  ...[6, 7, 8, 9, 10].map(polynomialModel),
  ...[1, 2, 3, 4, 5, 6].map((degree) => ({
    shapes: [...powers(degree, leftOfZero), ...powers(degree, rightOfZero)],
    steps: Array.from({ length: 2 * degree + 2 }, () => 0.01),
    name: (c: readonly number[]) =>
      nameSides(trim(c.slice(0, degree + 1)), trim(c.slice(degree + 1))),
  })),
  ...[2, 3, 4, 5].flatMap((degree) => [
    {
      shapes: [...powers(degree), rightOfZero],
      steps: [...powers(degree), rightOfZero].map(() => 0.1),
      name: (c: readonly number[]) => {
        const [b = 0, ...rest] = c.slice(0, -1)
        return nameSides([b, ...rest], [Number((b + c.at(-1)!).toFixed(3)), ...rest])
      },
    },
    {
      shapes: [...powers(degree), up],
      steps: [...powers(degree), up].map(() => 0.01),
      name: (c: readonly number[]) => {
        const [b = 0, m = 0, ...rest] = c.slice(0, -1)
        return nameSides([b, m, ...rest], [b, Number((m + c.at(-1)!).toFixed(3)), ...rest])
      },
    },
  ]),
]
