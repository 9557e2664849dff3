import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { drawReal, drawTerm } from './draw.ts'
import {
  OPERATOR_NAMES,
  OPERATORS,
  type Coefficients,
  type Range,
} from '../../library/numeric/index.ts'

function expectInRange(value: unknown, { low, high, decimals, except }: Range): void {
  const step = decimals === 0 ? 1 : 0.1
  expect(value).toBeGreaterThanOrEqual(low - step / 2)
  expect(value).toBeLessThanOrEqual(high + step / 2)
  expect(String(value)).toMatch(decimals === 0 ? /^-?\d+$/ : /^-?\d+(\.\d)?$/)
  expect(Object.is(value, -0)).toBe(false)
  expect(value).not.toBe(except)
}

function expectCoefficients(drawn: unknown, { of, sizes, leading }: Coefficients): void {
  if (!Array.isArray(drawn)) throw new TypeError(`No list: ${String(drawn)}.`)
  for (const value of drawn) expectInRange(value, of)
  expect(drawn.length).toBeGreaterThanOrEqual(sizes[0])
  expect(drawn.length).toBeLessThanOrEqual(sizes[1])
  expect(drawn.at(leading === 'first' ? 0 : -1)).not.toBe(0)
}

test.each(OPERATOR_NAMES)('parameters of %s keep to their ranges', (name) => {
  const random = randomStream(0, name)
  for (let i = 0; i < 500; i++) {
    const { parameters } = drawTerm(name, random)
    expect(Object.keys(parameters)).toStrictEqual(Object.keys(OPERATORS[name].parameters))
    for (const [key, parameter] of Object.entries(OPERATORS[name].parameters)) {
      if ('of' in parameter) expectCoefficients(parameters[key], parameter)
      else expectInRange(parameters[key], parameter)
    }
  }
})

test('the denominator of a ratio has the higher order', () => {
  const random = randomStream(0)
  for (let i = 0; i < 500; i++) {
    const { numerator, denominator } = drawTerm('rational', random).parameters
    expect(Object(denominator).length).toBeGreaterThan(Object(numerator).length)
  }
})

test('draws cover a range and its lattice', () => {
  const random = randomStream(0)
  const drawn = new Set(Array.from({ length: 5000 }, () => drawReal(-1, 1, random)))
  expect([...drawn].toSorted((a, b) => a - b)).toStrictEqual(
    Array.from({ length: 21 }, (_, i) => (i - 10) / 10),
  )
})

test('every length of coefficients occurs', () => {
  const random = randomStream(0)
  const lengths = new Set(
    Array.from(
      { length: 200 },
      () => Object(drawTerm('polynomial', random).parameters.coefficients).length,
    ),
  )
  expect([...lengths].toSorted((a, b) => a - b)).toStrictEqual([3, 4, 5, 6])
})
