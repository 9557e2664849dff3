import { expect, test } from 'vitest'
import { byReason } from './name-lists.ts'

test('reasons that differ in their numbers alone are one', () => {
  const found = [
    { reason: 'timeout: took longer than 5 ms', name: 'a' },
    { reason: 'budget: asked 12 queries', name: 'b' },
    { reason: 'answer: ✖ Too small\n  → at code\nof an answer', name: 'c' },
    { reason: 'budget: asked 9 queries', name: 'd' },
    { reason: 'timeout: took longer than 5 ms', name: 'e' },
    { reason: 'timeout: took longer than 5 ms', name: 'f' },
  ]
  expect(byReason(found)).toBe(
    '3 timeout: took longer than 5 ms (a, e, f), 2 like budget: asked 12 queries (b, d), ' +
      '1 answer: ✖ Too small → at code (c)',
  )
})
