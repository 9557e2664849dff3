import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compile,
  lawExpression,
  OPERATORS,
  sourceOf,
  type Law,
  type OperatorName,
  type Parameter,
  type TermParameters,
  type Term,
} from '../../../../library/numeric/index.ts'
import { CENTRE, GRID } from '../design.ts'
import { toPoints, type Points } from '../points.ts'
import { atomic } from '../hypothesis.ts'
import { averagesOf } from '../averages.ts'
import { UNIFORM } from '../noise.ts'
import { propose, repertoireWithout } from './index.ts'
import { randomStream } from '../../../../plugins/utils/random.ts'

const names = Object.keys(OPERATORS) as OperatorName[]
const elsewhere = Float64Array.from({ length: 60 }, (_, i) => -120.377 + i * 4.0123)

function measured(law: Law): Points {
  const { one } = compile(sourceOf(lawExpression(law)))
  return toPoints([...GRID, ...CENTRE].map((x) => [x, one(x)] as const))
}

/** The parameters of an operator: multiples of 0.1 in their range, without the excepted value. */
function drawn(name: OperatorName): fc.Arbitrary<Term> {
  const entries = Object.entries(OPERATORS[name].parameters)
  const values = entries.map(([, parameter]: readonly [string, Parameter]) =>
    'of' in parameter ? fc.constant([1.5, -2, 3]) : lattice(parameter),
  )
  return fc.tuple(...values).map((list) => {
    const parameters: TermParameters = Object.fromEntries(
      entries.map(([key], i) => [key, list[i]!]),
    )
    return { operator: name, parameters }
  })
}

function lattice({
  low,
  high,
  decimals,
  except,
}: Extract<Parameter, { low: number }>): fc.Arbitrary<number> {
  const step = decimals === 1 ? 10 : 1
  return fc
    .integer({ min: Math.ceil(low * step), max: Math.floor(high * step) })
    .map((k) => k / step)
    .filter((value) => value !== except)
}

/** Whether a proposal agrees with the law where nobody looked. */
function isProposed(law: Law): boolean {
  const truth = compile(sourceOf(lawExpression(law))).all(elsewhere)
  return propose(measured(law)).some(({ expression }) => {
    const got = compile(sourceOf(expression)).all(elsewhere)
    return truth.every(
      (y, i) => !Number.isFinite(y) || Math.abs(got[i]! - y) < 1e-6 * (1 + Math.abs(y)),
    )
  })
}

const atomicNames = names.filter((name) => OPERATORS[name].atomic && name !== 'rational')
test.each(atomicNames)('%s is among the proposals after the first look', (name) => {
  const property = fc.property(drawn(name), (term) => isProposed({ form: 'atomic', term }))
  expect(() => fc.assert(property, { numRuns: 20 })).not.toThrow()
})

test.each<Law>([
  {
    form: 'atomic',
    term: {
      operator: 'rational',
      parameters: { numerator: [8.9, 5.4, -9.8], denominator: [-6, 8.7, 6.6, -1.2] },
    },
  },
  {
    form: 'product',
    terms: [
      { operator: 'ceil', parameters: {} },
      { operator: 'step', parameters: { a: 3, b: -2, s: 1 } },
    ],
  },
  {
    form: 'sum',
    terms: [
      { operator: 'square_wave', parameters: { period: 6.2, shift: 1.4 } },
      { operator: 'relu', parameters: { a: 3, b: -2, leak: 0.3 } },
    ],
  },
  {
    form: 'product',
    terms: [
      { operator: 'relu', parameters: { a: 4, b: 5, leak: 0.5 } },
      { operator: 'relu', parameters: { a: -2, b: 3, leak: 0.1 } },
    ],
  },
])('a $form of terms is recovered: %j', (law) => {
  expect(isProposed(law)).toBe(true)
})

test('a function of no family has no proposal', () => {
  const points = toPoints([...GRID, ...CENTRE].map((x) => [x, Math.sin(x * x) + Math.cbrt(x)]))
  expect(propose(points)).toEqual([])
})

/** Repeats of each input, with uniform noise; the probes of the reciprocal are asked once. */
function noisyOutputs({ expression }: { readonly expression: string }) {
  const { one } = compile(sourceOf(expression))
  const random = randomStream(1, 'families')
  const outputs = (x: number, times: number) =>
    Array.from({ length: times }, () => one(x) + 2 * random() - 1)
  return {
    data: averagesOf(new Map([...GRID, ...CENTRE].map((x) => [x, outputs(x, 40)])), UNIFORM),
    seen: new Map([-1e-6, 1e-6].map((x) => [x, outputs(x, 1)])),
  }
}

const STRONG = [
  atomic('constant', { a: 12 }),
  atomic('absolute', { s: -3.5, b: 2 }),
  atomic('polynomial', { coefficients: [1.5, -2, 3] }),
  atomic('root', { n: 2, s: 7, b: -3 }),
  atomic('reciprocal', { a: 2.5 }),
  atomic('sin', { a: 7.2, p: 3.1, c: 1.4, d: 5 }),
  atomic('tanh', { a: -9.4, p: 4.5, c: 2.1, d: 3 }),
]

test.each(STRONG)('$words is recognised in noise', (law) => {
  const { data, seen } = noisyOutputs(law)
  const found = repertoireWithout(new Set()).contest(data, seen)
  expect(found?.hypothesis.expression).toBe(law.expression)
})

test('a law of a hidden operator is neither proposed nor recognised, nor are its lookalikes', () => {
  const law = atomic('absolute', { s: -3.5, b: 2 })
  const { propose: proposeKnown, contest, lookalikes } = repertoireWithout(new Set(['absolute']))
  expect(proposeKnown(measured(law.law!))).toEqual([])
  const { data, seen } = noisyOutputs(law)
  expect(contest(data, seen)?.hypothesis.words).not.toContain('absolute')
  const root = atomic('root', { n: 1, s: 2, b: 1 })
  expect(lookalikes(root)).toEqual([root, atomic('linear', { m: 2, b: 1 })])
})

test('what is 0 outside of an interval may be a rectangle or a density inside of it', () => {
  const zero = atomic('constant', { a: 0 })
  const [visible, ...others] = repertoireWithout(new Set()).lookalikes(zero)
  expect(visible).toBe(zero)
  expect(others.map(({ law }) => law?.form === 'atomic' && law.term.operator)).toEqual([
    'rectangle',
    'rectangle',
    'gaussian',
  ])
})

test('a ratio whose coefficients are on no lattice is no guide to what is out of sight', () => {
  const parameters = { numerator: [1 / 3, 2 / 7], denominator: [Math.PI, 0, 1] }
  const [rough] = propose(measured({ form: 'atomic', term: { operator: 'rational', parameters } }))
  expect(rough?.isRough).toBe(true)
  expect(repertoireWithout(new Set()).lookalikes(rough!)).toEqual([])
})
