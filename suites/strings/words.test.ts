import { expect, test } from 'vitest'
import { FIRST_NAMES, LAST_NAMES, WORDS } from './words.ts'

test('the words are different, in lower case, and hold every letter several times', () => {
  expect(new Set(WORDS).size).toBe(WORDS.length)
  expect(WORDS.length).toBeGreaterThanOrEqual(150)
  for (const word of WORDS) expect(word).toMatch(/^[a-z]+$/)
  for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
    expect(WORDS.filter((word) => word.includes(letter)).length, letter).toBeGreaterThanOrEqual(4)
  }
})

test('the names are different and capitalized', () => {
  const names = [...FIRST_NAMES, ...LAST_NAMES]
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^[A-Z][a-z]+$/)
})
