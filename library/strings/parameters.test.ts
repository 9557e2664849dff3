import { expect, test } from 'vitest'
import { LOWER_LETTERS, PARAMETER_SPACES } from './parameters.ts'

test('a space lists what it has', () => {
  const sizes = Object.entries(PARAMETER_SPACES).map(([kind, { values }]) => [kind, values?.length])
  expect(Object.fromEntries(sizes)).toEqual({
    none: 1,
    digit: 9,
    letter: 52,
    letters: 2652,
    suffix: undefined,
    indices: 90,
    amount: 26,
    permutation: undefined,
  })
  for (const { values, has } of Object.values(PARAMETER_SPACES)) {
    expect(values?.every(has) ?? true).toBe(true)
  }
})

test('a space has nothing else', () => {
  expect(PARAMETER_SPACES.digit.has([0])).toBe(false)
  expect(PARAMETER_SPACES.digit.has(['1'])).toBe(false)
  expect(PARAMETER_SPACES.letter.has(['é'])).toBe(false)
  expect(PARAMETER_SPACES.letters.has(['a', 'a'])).toBe(false)
  expect(PARAMETER_SPACES.indices.has([0, 10])).toBe(false)
  expect(PARAMETER_SPACES.none.has([1])).toBe(false)
})

test('a suffix is one to five letters', () => {
  const { has } = PARAMETER_SPACES.suffix
  for (const letters of ['a', 'aBcDe']) expect(has([letters])).toBe(true)
  for (const other of ['', 'abcdef', 'é', 1]) expect(has([other])).toBe(false)
})

test('a permutation has every letter once', () => {
  const { has } = PARAMETER_SPACES.permutation
  expect(has([LOWER_LETTERS])).toBe(true)
  expect(has([LOWER_LETTERS.replace('b', 'a')])).toBe(false)
  expect(has([LOWER_LETTERS.slice(1)])).toBe(false)
  expect(has([LOWER_LETTERS, 1])).toBe(false)
  expect(has([])).toBe(false)
})
