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
  type Parameters,
  type Term,
} from '../../../../library/numeric/index.ts'
import { CENTRE, GRID } from '../design.ts'
import { toPoints, type Points } from '../points.ts'
import { propose } from './index.ts'

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
    const parameters: Parameters = Object.fromEntries(entries.map(([key], i) => [key, list[i]!]))
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

const atomic = names.filter((name) => OPERATORS[name].atomic && name !== 'rational')
test.each(atomic)('%s is among the proposals after the first look', (name) => {
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
