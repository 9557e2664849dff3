import fc from 'fast-check'
import { expect, test } from 'vitest'
import { confidenceInterval, holm, mcnemar } from './statistics.ts'

const repeat = (value: number, times: number) => Array.from({ length: times }, () => value)

test('Wilson: 8 of 10 is [0.490, 0.943]; 0 of 10 is [0, 0.278] (Newcombe, Stat. Med. 17, 1998, method 3)', () => {
  const eight = confidenceInterval([...repeat(1, 8), 0, 0])!
  expect(eight[0]).toBeCloseTo(0.4902, 3)
  expect(eight[1]).toBeCloseTo(0.9433, 3)
  expect(confidenceInterval(repeat(0, 10))![1]).toBeCloseTo(0.2775, 4)
})

test('an interval contains the mean, lies in [0, 1], and repeats itself', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 }),
      (scores) => {
        const [low, high] = confidenceInterval(scores)!
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(high)
        expect(confidenceInterval(scores)).toEqual([low, high])
      },
    ),
    { numRuns: 20 },
  )
})

test('no scores have no interval', () => {
  expect(confidenceInterval([])).toBeNull()
})

test('exact McNemar: 1 to 8 is 20/512, even splits and no change are 1', () => {
  expect(mcnemar(1, 8)).toBeCloseTo(20 / 512, 12)
  expect(mcnemar(8, 1)).toBeCloseTo(20 / 512, 12)
  expect(mcnemar(0, 0)).toBe(1)
  expect(mcnemar(5, 5)).toBe(1)
})

test('McNemar holds for many pairs', () => {
  expect(mcnemar(900, 1100)).toBeCloseTo(8.4e-6, 6)
  expect(mcnemar(0, 2000)).toBeLessThan(1e-300)
})

test('Holm: [0.01, 0.04, 0.03] becomes [0.03, 0.06, 0.06]', () => {
  const adjusted = holm([0.01, 0.04, 0.03])
  expect(adjusted[0]).toBeCloseTo(0.03)
  expect(adjusted[1]).toBeCloseTo(0.06)
  expect(adjusted[2]).toBeCloseTo(0.06)
})
