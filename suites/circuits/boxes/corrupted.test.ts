import { expect, test } from 'vitest'
import { corrupted } from './corrupted.ts'

const prompt = { clean: [0, 1, 2], position: 2, answer: 5, key: [1] }

test('replaces tokens by position', () => {
  const pair = corrupted(prompt, { one: { replaced: { 1: 7 }, answer: 6 } })
  expect(pair).toEqual({ ...prompt, corrupted: { one: { tokens: [0, 7, 2], answer: 6 } } })
})

test('rejects what leaves the answer as it was', () => {
  expect(() => corrupted(prompt, { one: { replaced: { 1: 7 }, answer: 5 } })).toThrow(
    'corruption one leaves the answer as it was: token 5',
  )
})
