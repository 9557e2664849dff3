import fc from 'fast-check'
import { expect, test } from 'vitest'
import { atEqualDistances, selectFunctions } from './select-functions.ts'

const VARIANTS = ['clean', 'corrupted', 'noisy']
const functions = Array.from({ length: 1000 }, (_, i) => ({
  id: `f${String(i).padStart(5, '0')}`,
  variant: VARIANTS[i % 3]!,
  operators: [`op${i % 7}`],
}))

test('mini is a tenth, with every stratum in proportion', () => {
  const mini = selectFunctions(functions, 'mini')
  expect(mini).toHaveLength(100)
  for (const variant of VARIANTS)
    expect(mini.filter((fn) => fn.variant === variant).length).toBeOneOf([33, 34])
})

test('any size: that many functions, each once, in the order of ids', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1200 }), (size) => {
      const selected = selectFunctions(functions, size).map(({ id }) => id)
      expect(selected).toHaveLength(Math.min(size, 1000))
      expect(new Set(selected).size).toBe(selected.length)
      expect(selected).toEqual(selected.toSorted())
    }),
  )
})

test('full is all', () => {
  expect(selectFunctions(functions, 'full')).toEqual(functions)
})

test('each is from the middle of its share', () => {
  expect(atEqualDistances('abcdefghi'.split(''), 3)).toEqual(['b', 'e', 'h'])
  expect(atEqualDistances('abcdefghij'.split(''), 1)).toEqual(['f'])
  expect(atEqualDistances('abcde'.split(''), 2)).toEqual(['b', 'd'])
  const alike = functions.slice(0, 9).map((fn) => ({ ...fn, variant: 'clean', operators: [] }))
  expect(selectFunctions(alike, 3).map(({ id }) => id)).toEqual(['f00001', 'f00004', 'f00007'])
})
