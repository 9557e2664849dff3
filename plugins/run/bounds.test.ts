import { expect, test } from 'vitest'
import { ScoreSchema } from '../records.ts'
import { bounded, tooLarge } from './bounds.ts'

const LONG = 'x'.repeat(20_000_000)
const CUT = /^x+ … \[cut: 10000 of 20000000 characters\]$/

test('the field of an answer that is too large is named, with its size and the limit', () => {
  const answer = { description: 'a line', domain: null, code: { source: 'x'.repeat(999_980) } }
  expect(tooLarge(answer)).toBeNull()
  expect(tooLarge({ ...answer, code: { source: 'é'.repeat(999_980) } })).toBe(
    'code is 1999973 bytes of JSON; a field may have 1000000',
  )
})

test('a score says no more than a record should hold', () => {
  for (const status of ['unscored', 'inapplicable'] as const)
    expect(bounded({ status, reason: LONG })).toMatchObject({
      status,
      reason: expect.stringMatching(CUT),
    })
  const where = { input: LONG, expected: [LONG, 1], got: null }
  const score = bounded({ status: 'scored', value: 0, detail: LONG, counterexample: where })
  expect(ScoreSchema.parse(score)).toMatchObject({
    value: 0,
    detail: expect.stringMatching(CUT),
    counterexample: {
      input: expect.stringMatching(CUT),
      expected: expect.stringMatching(/^\["x+ … \[cut: 10000 of 20000006 characters\]$/),
      got: null,
    },
  })
})

test('what is short is kept as it is', () => {
  const counterexample = { input: [1, 2], expected: { a: 'b' }, got: 'x' }
  const score = { status: 'scored', value: 0.5, detail: 'half', counterexample } as const
  expect(bounded(score)).toEqual(score)
})
