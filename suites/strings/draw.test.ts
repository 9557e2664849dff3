import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { integer, pick, repeat, shuffled } from './draw.ts'

const random = randomStream(0, 'draw')

test('integers include both ends', () => {
  expect(new Set(repeat(100, () => integer(random, 2, 4)))).toEqual(new Set([2, 3, 4]))
})

test('every item can be picked', () => {
  expect(new Set(repeat(100, () => pick(random, 'abc')))).toEqual(new Set(['a', 'b', 'c']))
  expect(() => pick(random, [])).toThrow('There is nothing to pick from')
})

test('shuffling keeps the items and the original', () => {
  const items = Array.from({ length: 50 }, (_, index) => index)
  const result = shuffled(random, items)
  expect(result).not.toEqual(items)
  expect(result.toSorted((a, b) => a - b)).toEqual(items)
  expect(items[0]).toBe(0)
})
