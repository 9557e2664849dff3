import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { drawTerm } from '../../suites/numeric/draw.ts'
import {
  compile,
  contains,
  corrupted,
  describeInterval,
  describeLaw,
  lawDomain,
  lawExpression,
  lawOperators,
  OPERATOR_NAMES,
  OPERATORS,
  product,
  sourceOf,
  sum,
  type Interval,
  readable,
  type OperatorName,
  type TermParameters,
} from './index.ts'

const anyTerm = fc
  .tuple(fc.constantFrom(...OPERATOR_NAMES), fc.integer())
  .map(([name, seed]) => drawTerm(name, randomStream(seed, name)))

function value(expression: string, x: number): number {
  return compile(sourceOf(expression)).one(x)
}

test.each<[OperatorName, TermParameters, x: number, y: number]>([
  ['linear', { m: 2, b: -3 }, 4, 5],
  ['polynomial', { coefficients: [1, -2, 3] }, 2, 3],
  ['polynomial', { coefficients: [-1, 0, 0, 1] }, -2, 9],
  ['rational', { numerator: [1, 2], denominator: [0, 0, 1] }, 2, 5 / 4],
  ['rational', { numerator: [-3], denominator: [1, -1] }, 3, 3 / 2],
  ['reciprocal', { a: -4 }, 0.5, -0.5],
  ['root', { n: 1, s: 3, b: 1 }, 16, 49],
  ['root', { n: 1, s: 3, b: 1 }, -2, -5],
  ['root', { n: 2, s: 3, b: 1 }, 16, 13],
  ['gaussian', { mean: 0, sd: 1 }, 1, 0.24197072451914337],
  ['gaussian', { mean: -5, sd: 2 }, -5, 0.19947114020071635],
  ['absolute', { s: 2, b: -1 }, -3, 5],
  ['logarithm', { base: 2, s: 3, b: 1 }, 8, 10],
  ['logarithm', { base: 2, s: 3, b: 1 }, 0, -Infinity],
  ['step', { a: 2, b: 1, s: 50 }, -1, 1],
  ['step', { a: 2, b: 1, s: 50 }, 0, 101],
  ['step', { a: 2, b: 1, s: 50 }, 1, 3],
  ['square_wave', { period: 4, shift: 1 }, 2, 1],
  ['square_wave', { period: 4, shift: 1 }, 4, -1],
  ['square_wave', { period: 4, shift: 1 }, 1, 1],
  ['rectangle', { w: 3 }, -1.5, 1],
  ['rectangle', { w: 3 }, 1.6, 0],
  ['relu', { a: 2, b: 1, leak: 0.5 }, -4, -3],
  ['relu', { a: 2, b: 1, leak: 0.5 }, 4, 9],
  ['tanh', { a: 2, p: 2 * Math.PI, c: 1, d: 3 }, 2, 4.523188311911529],
  ['sin', { a: 2, p: 4, c: 1, d: 3 }, 2, 5],
  ['cos', { a: 2, p: 4, c: 1, d: 3 }, 3, 1],
  ['constant', { a: -7 }, 2, -7],
  ['ceil', {}, 1.2, 2],
  ['floor', {}, -1.2, -2],
])('%s with %o is at %d: %d', (name, parameters, x, y) => {
  expect(value(OPERATORS[name].expression(parameters), x)).toBeCloseTo(y, 12)
})

test.each<[OperatorName, TermParameters]>([
  ['root', { n: 2, s: 3, b: 1 }],
  ['logarithm', { base: 2, s: 3, b: 1 }],
])('%s with %o is not a number left of 0', (name, parameters) => {
  expect(value(OPERATORS[name].expression(parameters), -0.1)).toBeNaN()
})

test('a scalar call and a batch give the same bits', () => {
  fc.assert(
    fc.property(anyTerm, fc.float64Array({ maxLength: 50 }), (term, xs) => {
      const kernel = compile(sourceOf(lawExpression({ form: 'atomic', term })))
      expect([...kernel.all(xs)]).toStrictEqual(Array.from(xs, kernel.one))
    }),
  )
})

test('an expression is free of powers and reads nothing but x and Math', () => {
  fc.assert(
    fc.property(anyTerm, (term) => {
      const expression = lawExpression({ form: 'atomic', term })
      expect(expression).not.toMatch(/\*\*|pow|--|\+ -/)
      const names = expression.replaceAll(/\d[\d.e+-]*/g, '').match(/[a-z][\w.]*/gi) ?? []
      expect(names.filter((name) => !/^(x|NaN|Math\.\w+)$/.test(name))).toStrictEqual([])
    }),
  )
})

test('sums and products are those of their terms, and describe both', () => {
  const finite = fc.double({ min: -500, max: 500, noNaN: true })
  fc.assert(
    fc.property(anyTerm, anyTerm, finite, (left, right, x) => {
      const a = value(lawExpression({ form: 'atomic', term: left }), x)
      const b = value(lawExpression({ form: 'atomic', term: right }), x)
      expect(value(lawExpression({ form: 'sum', terms: [left, right] }), x)).toBe(a + b)
      expect(value(lawExpression({ form: 'product', terms: [left, right] }), x)).toBe(a * b)
      const description = describeLaw({ form: 'sum', terms: [left, right] })
      expect(description).toContain(describeLaw({ form: 'atomic', term: left }))
      expect(description).toContain(describeLaw({ form: 'atomic', term: right }))
    }),
  )
})

test('composition adds parentheses only where they are needed', () => {
  expect(sum('Math.floor(x)', '-39')).toBe('Math.floor(x) + -39')
  expect(product('2 * x - 1', 'x > 0 ? 1 : 0')).toBe('(2 * x - 1) * (x > 0 ? 1 : 0)')
})

test('descriptions tell the parameters', () => {
  expect(OPERATORS.absolute.describe({ s: -2.5, b: -1 })).toBe(
    '-2.5 times the absolute value of x, minus 1',
  )
  expect(OPERATORS.sin.describe({ a: 3, p: 2, c: 0.5, d: 0 })).toBe(
    '3 times the sine of 2 pi (x - 0.5) / 2',
  )
  expect(OPERATORS.root.describe({ n: 1, s: 3, b: 1 })).toBe('3 times x, plus 1')
  expect(OPERATORS.root.describe({ n: 2, s: 3, b: 1 })).toBe(
    '3 times the square root of x, plus 1, undefined for negative x',
  )
})

test('a law knows its domain and its operators', () => {
  const root = drawTerm('root', randomStream(0))
  const step = drawTerm('step', randomStream(0))
  expect(lawDomain({ form: 'atomic', term: root })).toStrictEqual([0, 100])
  expect(lawDomain({ form: 'sum', terms: [root, step] })).toStrictEqual([-100, 100])
  expect(lawOperators({ form: 'atomic', term: root })).toStrictEqual(['root'])
  expect(lawOperators({ form: 'sum', terms: [root, step] })).toStrictEqual(['sum', 'root', 'step'])
})

test.each<[Interval, words: string]>([
  [{ kind: 'inside', low: -1.5, high: 3 }, 'x is between -1.5 and 3'],
  [{ kind: 'inside', low: -1.5, high: 3.0498 + 1e-12 }, 'x is between -1.5 and 3.05'],
  [{ kind: 'above', low: -1.5 }, 'x is above -1.5'],
  [{ kind: 'below', high: 3 }, 'x is below 3'],
])('a corruption replaces the function exactly inside of %o', (interval, words) => {
  expect(describeInterval(interval)).toBe(words)
  const { one } = compile(sourceOf(corrupted('2 * x', interval, 7)))
  for (const x of [-100, -1.6, -1.5, -1.4, 0, 2.9, 3, 3.1, 100]) {
    expect(one(x)).toBe(contains(interval, x) ? 7 : 2 * x)
  }
})

test.each([
  [3, '3'],
  [-0.1, '-0.1'],
  [17.528449, '17.528'],
  [-123.45678, '-123.457'],
  [1234567.89012, '1234567.89'],
  [0.00012, '0'],
  [-0.00012, '0'],
])('%d is written %s', (number, words) => {
  expect(readable(number)).toBe(words)
})

const uniform = (low: number, high: number) => ({ low, high, decimals: 1 })

/** FIND's ranges, but those of coefficients and of waves. */
const RANGES: Partial<Record<OperatorName, Record<string, object>>> = {
  linear: { m: uniform(-10, 10), b: uniform(-10, 10) },
  reciprocal: { a: { ...uniform(-10, 10), except: 0 } },
  root: { n: { low: 1, high: 2, decimals: 0 }, s: uniform(-30, 30), b: uniform(-10, 10) },
  gaussian: { mean: uniform(-50, 50), sd: uniform(1, 10) },
  absolute: { s: uniform(-30, 30), b: uniform(-10, 10) },
  logarithm: { base: { ...uniform(1, 10), except: 1 }, s: uniform(-30, 30), b: uniform(-10, 10) },
  step: { a: uniform(-30, 30), b: uniform(-10, 10), s: uniform(-100, 100) },
  square_wave: { period: uniform(1, 10), shift: uniform(-5, 5) },
  rectangle: { w: uniform(1, 10) },
  relu: { a: uniform(-30, 30), b: uniform(-10, 10), leak: uniform(0, 1) },
  constant: { a: { low: -100, high: 99, decimals: 0 } },
}

test.each(Object.entries(RANGES))(
  'parameters of %s are drawn from the ranges of FIND',
  (name, ranges) => {
    expect(OPERATORS[name as OperatorName].parameters).toStrictEqual(ranges)
  },
)

test.each(['sin', 'cos', 'tanh'] as const)('%s has amplitude, period, phase and offset', (name) => {
  const inPeriod = uniform(0.1, 2 * Math.PI)
  expect(OPERATORS[name].parameters).toStrictEqual({
    a: uniform(-10, 10),
    p: inPeriod,
    c: inPeriod,
    d: uniform(-10, 10),
  })
})
