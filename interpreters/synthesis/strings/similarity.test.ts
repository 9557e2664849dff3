import { expect, test } from 'vitest'
import { similarity } from './similarity.ts'

test('equal outputs are alike, others less so', () => {
  expect(similarity('abc', 'abc')).toBe(1)
  expect(similarity('abcd', 'abcx')).toBe(3 / 5)
  expect(similarity('xabcd', 'abcd')).toBe(4 / 6)
  expect(similarity('', 'a')).toBe(0)
})

test('number words are as alike as their numbers are near', () => {
  expect(similarity('three', 'four')).toBeGreaterThan(similarity('three', 'nine'))
})
