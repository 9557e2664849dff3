import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numericSet } from '../testing/example-answers.ts'
import { centredError, errorScale } from './squared-error.ts'

const inputs = [-2, -1, 0, 1, 2]

test('1 - R²: half the slope of a centred line leaves a quarter of its variance', () => {
  const set = numericSet(
    inputs,
    (x) => x,
    (x) => x / 2,
  )
  expect(centredError(set, 1)).toBeCloseTo(0.25, 12)
})

test('the mean of the truth has an error of 1', () => {
  const set = numericSet(
    inputs,
    (x) => x * x,
    () => 2,
  )
  expect(centredError(set, 1)).toBeCloseTo(1, 12)
})

test('a constant truth is measured in units of the scale', () => {
  const set = numericSet(
    inputs,
    () => 5,
    () => 5.05,
  )
  expect(centredError(set, 1)).toBeCloseTo(0.0025, 12)
  expect(centredError(set, 0.1)).toBeCloseTo(0.25, 12)
})

test('shifting truth and answer together changes nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1000, max: 1000 }), (shift) => {
      const plain = numericSet(
        inputs,
        (x) => x,
        (x) => x / 2,
      )
      const shifted = numericSet(
        inputs,
        (x) => x + shift,
        (x) => x / 2 + shift,
      )
      expect(centredError(shifted, 1)).toBeCloseTo(centredError(plain, 1), 9)
    }),
  )
})

test('the scale is the deviation of the function, between 0.1 and 1, and 1 for a constant', () => {
  expect(errorScale(Float64Array.of(7, 7, 7))).toBe(1)
  expect(errorScale(Float64Array.of(0, 0.001))).toBe(0.1)
  expect(errorScale(Float64Array.of(-0.5, 0.5))).toBe(0.5)
  expect(errorScale(Float64Array.of(-500, 500))).toBe(1)
})
