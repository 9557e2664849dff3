import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answered, examplesOf, numericSet } from '../testing/example-answers.ts'
import type { Score } from '../contracts.ts'
import { testScorer } from '../testing/test-scorer.ts'
import { nmse } from './nmse.ts'

const score = (inputs: number[], truth: (x: number) => number, got: (x: number) => number | null) =>
  nmse().score(answered({ grid: numericSet(inputs, truth, got) })) as Score

const near = numericSet(
  [1, 2, 3],
  (x) => x,
  (x) => x + 0.1,
)
testScorer(nmse(), examplesOf({ grid: near }))

test('the worked example: y = [3, 4], ŷ = [3, 3] has NMSE 1/25', () => {
  expect(
    score(
      [0, 1],
      (x) => 3 + x,
      () => 3,
    ),
  ).toMatchObject({ value: 1, detail: expect.stringContaining('NMSE 0.0400') })
})

test('0.1 itself is no success', () => {
  expect(
    score(
      [0],
      () => 10,
      () => 10 - Math.sqrt(10.000001),
    ),
  ).toMatchObject({ value: 0 })
})

test('a truth of zeros accepts zeros alone', () => {
  expect(
    score(
      [0, 1],
      () => 0,
      () => 0,
    ),
  ).toMatchObject({ value: 1 })
  expect(
    score(
      [0, 1],
      () => 0,
      () => 1e-9,
    ),
  ).toMatchObject({ value: 0 })
})

test('a missing or infinite output is wrong, and shown', () => {
  expect(
    score(
      [0, 1],
      () => 1,
      (x) => (x === 0 ? 1 : null),
    ),
  ).toMatchObject({
    value: 0,
    counterexample: { input: 1, expected: 1, got: null },
  })
  expect(
    score(
      [0],
      () => 1,
      () => Infinity,
    ),
  ).toMatchObject({ counterexample: { got: 'Infinity' } })
})

test('rescaling truth and answer changes nothing', () => {
  const numbers = fc.array(fc.integer({ min: -1600, max: 1600 }), {
    minLength: 1,
    maxLength: 20,
  })
  fc.assert(
    fc.property(
      numbers,
      fc.integer({ min: -8, max: 8 }),
      fc.double({ min: 0, max: 2, noNaN: true }),
      (ys, k, off) => {
        const scale = 2 ** k
        const at = (i: number) => ys[i]! / 16
        const plain = score([...ys.keys()], at, (i) => at(i) * off)
        const scaled = score(
          [...ys.keys()],
          (i) => at(i) * scale,
          (i) => at(i) * off * scale,
        )
        expect(scaled).toMatchObject({ value: plain.status === 'scored' ? plain.value : NaN })
      },
    ),
  )
})
