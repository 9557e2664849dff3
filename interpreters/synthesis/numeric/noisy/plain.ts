/** Laws that are linear in their parameters. */
import type { Term } from '../../../../library/numeric/index.ts'
import { nameSides, nameWhole, trim } from '../families/polynomial-sides.ts'
import { atomic, composed, isKnown, term, type Hypothesis } from '../hypothesis.ts'
import { substitute, triangulate } from '../least-squares.ts'
import { tenths } from '../snap.ts'
import { misfit, total, type Averages } from './averages.ts'
import { contend, UNUSUAL, type Contender } from './contender.ts'

type Shape = (x: number) => number

interface Model {
  readonly shapes: readonly Shape[]
  /** Multiples that the coefficients lie on. */
  readonly steps: readonly number[]
  readonly name: (coefficients: readonly number[]) => Hypothesis
}

const one: Shape = () => 1
const line: Shape = (x) => x
const right: Shape = (x) => (x > 0 ? 1 : 0)
const up: Shape = (x) => (x > 0 ? x : 0)
const down: Shape = (x) => (x > 0 ? 0 : x)

function powers(degree: number, side: Shape = one): Shape[] {
  return Array.from({ length: degree + 1 }, (_, k) => (x: number) => {
    let product = side(x)
    for (let i = 0; i < k; i++) product *= x
    return product
  })
}

const left: Shape = (x) => (x > 0 ? 0 : 1)
const DEGREES = [2, 3, 4, 5, 6, 7, 8, 9, 10]

const MODELS: readonly Model[] = [
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
    shapes: [one, right],
    steps: [0.1, 0.1],
    name: ([b = 0, a = 0]) => nameSides([b], [Number((b + a).toFixed(3))]),
  },
  ...DEGREES.map((degree) => ({
    shapes: powers(degree),
    steps: powers(degree).map(() => (degree > 5 ? 0.01 : 0.1)),
    name: nameWhole,
  })),
  ...[1, 2, 3, 4, 5, 6].map((degree) => ({
    shapes: [...powers(degree, left), ...powers(degree, right)],
    steps: Array.from({ length: 2 * degree + 2 }, () => 0.01),
    name: (c: readonly number[]) =>
      nameSides(trim(c.slice(0, degree + 1)), trim(c.slice(degree + 1))),
  })),
  ...[2, 3, 4, 5].flatMap((degree) => [
    {
      shapes: [...powers(degree), right],
      steps: [...powers(degree), right].map(() => 0.1),
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

/** Products of plain terms with a rounded x. */
const ROUNDED: readonly Model[] = (['ceil', 'floor'] as const).flatMap((round) =>
  MODELS.slice(0, 9).map(({ shapes, steps, name }) => ({
    shapes: shapes.map((shape) => (x: number) => shape(x) * Math[round](x)),
    steps,
    name: (coefficients: readonly number[]) => {
      const { law, expression, words } = name(coefficients)
      if (law?.form === 'atomic') return composed('product', law.term, term(round))
      return {
        expression: `(${expression}) * Math.${round}(x)`,
        words: `${words}, times Math.${round}(x)`,
        domain: [-100, 100] as const,
      }
    },
  })),
)

const HALF_LINE: readonly Model[] = [
  {
    shapes: [one, line],
    steps: [0.1, 0.1],
    name: ([b = 0, s = 0]) => atomic('root', { n: 1, s, b }),
  },
  {
    shapes: [one, Math.sqrt],
    steps: [0.1, 0.1],
    name: ([b = 0, s = 0]) => atomic('root', { n: 2, s, b }),
  },
  {
    shapes: [one, Math.log],
    steps: [0.1, 1e-4],
    name: ([b = 0, k = 0]) => atomic('logarithm', { ...logarithm(k), b }),
  },
]

/** Base and scale, both tenths, whose ratio s / ln base is nearest to a slope. */
function logarithm(slope: number): { base: number; s: number } {
  const pairs = tenths(1.1, 10).map((base) => {
    const s = Math.round(slope * Math.log(base) * 10) / 10
    return { base, s, error: Math.abs(s / Math.log(base) - slope) }
  })
  return pairs.reduce((best, pair) => (pair.error < best.error ? pair : best))
}

export function fitPlain(
  data: Averages,
  deviation: number,
  hidden: ReadonlySet<string>,
): Contender | undefined {
  return fitModels(MODELS, data, deviation, hidden)
}

export function fitNoisyRounded(
  data: Averages,
  deviation: number,
  hidden: ReadonlySet<string>,
): Contender | undefined {
  return fitModels(ROUNDED, data, deviation, hidden)
}

export function fitNoisyHalfLine(
  data: Averages,
  deviation: number,
  hidden: ReadonlySet<string>,
): Contender | undefined {
  return fitModels(HALF_LINE, data, deviation, hidden)
}

/** The best plain law that is a term of the library. */
export function fitPlainTerm(
  data: Averages,
  deviation: number,
): { readonly term: Term; readonly contender: Contender } | undefined {
  const contender = fitModels(MODELS.slice(0, 9), data, deviation)
  const law = contender?.hypothesis.law
  return contender && law?.form === 'atomic' ? { term: law.term, contender } : undefined
}

interface Winner {
  readonly model: Model
  readonly columns: readonly (readonly number[])[]
  readonly coefficients: readonly number[]
  readonly choices: number
}

function fitModels(
  models: readonly Model[],
  data: Averages,
  deviation: number,
  hidden: ReadonlySet<string> = new Set(),
): Contender | undefined {
  const weights = data.counts.map(Math.sqrt)
  const price = Math.log(total(data))
  let winner: Winner | undefined
  let least = Infinity
  for (const model of models) {
    const columns = model.shapes.map((shape) => data.xs.map(shape))
    const system = triangulate(columns, data.ys, weights)
    if (!system) continue
    const fitted = substitute(system)
    const costOf = (c: readonly number[]) =>
      misfit(data, combined(columns, c), deviation) + c.length * price
    // No rounding fits better than the fit itself.
    const bound = costOf(fitted)
    if (!(bound < least)) continue
    const snapped = substitute(system, (value, j) => {
      const step = model.steps[j]!
      return Number((Math.round(value / step) * step).toFixed(4)) + 0
    })
    // With a leading 0 it is a simpler model, which has its own lattice.
    const isSimpler = snapped.length > 1 && snapped.at(-1) === 0
    for (const [coefficients, choices] of [
      [snapped, isSimpler ? UNUSUAL : 1],
      [fitted.map((c) => Number(c.toPrecision(10))), UNUSUAL],
    ] as const) {
      const cost = costOf(coefficients) + 2 * Math.log(choices)
      if (cost < least && isKnown(model.name(coefficients), hidden))
        [winner, least] = [{ model, columns, coefficients, choices }, cost]
    }
  }
  if (!winner) return undefined
  const { model, columns, coefficients, choices } = winner
  const values = combined(columns, coefficients)
  const unknowns = coefficients.length
  return contend(model.name(coefficients), data, deviation, { unknowns, choices, values })
}

function combined(
  columns: readonly (readonly number[])[],
  coefficients: readonly number[],
): Float64Array {
  const values = new Float64Array(columns[0]!.length)
  coefficients.forEach((c, j) => {
    const column = columns[j]!
    for (let i = 0; i < values.length; i++) values[i]! += c * column[i]!
  })
  return values
}
