import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { baitOf, hardInputs } from './hard-inputs.ts'

const inputs = hardInputs(randomStream(0, 'hard'), { letters: ['q', 'X'], numbers: [7] })
const size = (input: string) => Array.from(input).length
const share = (matches: (input: string) => boolean) => inputs.filter(matches).length

test('there are 100 different well-formed inputs, the same for the same stream', () => {
  expect(new Set(inputs).size).toBe(100)
  expect(inputs.every((input) => input.isWellFormed())).toBe(true)
  expect(hardInputs(randomStream(0, 'hard'), { letters: ['q', 'X'], numbers: [7] })).toEqual(inputs)
})

test('they are of all kinds', () => {
  expect(inputs).toContain('')
  expect(share((input) => size(input) === 1)).toBeGreaterThanOrEqual(4)
  expect(share((input) => size(input) >= 100)).toBe(4)
  expect(share((input) => size(input) > 300)).toBe(0)
  expect(share((input) => /^\d+$/.test(input))).toBeGreaterThanOrEqual(3)
  expect(share((input) => /^\s|\s$/.test(input))).toBeGreaterThanOrEqual(5)
  expect(share((input) => /[^ -~\s]/.test(input))).toBeGreaterThanOrEqual(9)
  expect(share((input) => /[\u{10000}-\u{10ffff}]/u.test(input))).toBeGreaterThanOrEqual(1)
  expect(
    share((input) => [19, 20, 21, 29, 30, 31, 32].includes(size(input))),
  ).toBeGreaterThanOrEqual(8)
})

test("a function's letters stand at both ends, doubled and in the other case", () => {
  expect(share((input) => /^[qX].*[qX]$/.test(input))).toBeGreaterThanOrEqual(8)
  expect(share((input) => /qq|XX|qX|Xq/.test(input))).toBeGreaterThanOrEqual(6)
  expect(share((input) => /Q|x/.test(input))).toBeGreaterThanOrEqual(8)
})

test("a function's index is the last one, and just too short", () => {
  for (const length of [7, 8]) {
    expect(share((input) => size(input) === length)).toBeGreaterThanOrEqual(1)
  }
})

test('bait is what the operators look at', () => {
  const swap = { operator: 'swap_indices', params: [2, 5] }
  const remove = { operator: 'remove_letter', params: ['c'] }
  expect(baitOf([swap, remove])).toEqual({ letters: ['c'], numbers: [2, 5] })
  expect(baitOf([{ operator: 'reverse', params: [] }])).toEqual({ letters: [], numbers: [] })
  expect(baitOf([{ operator: 'permute_letters', params: ['qwertyuiopasdfghjklzxcvbnm'] }])).toEqual(
    { letters: [], numbers: [] },
  )
})

test('a letter stands for those that become it', () => {
  const shift = { operator: 'shift_up', params: [1] }
  const lower = { operator: 'lower_case', params: [] }
  const remove = { operator: 'remove_letter', params: ['c'] }
  expect(baitOf([shift, remove]).letters).toEqual(['c', 'b'])
  expect(baitOf([lower, remove]).letters).toEqual(['c', 'C'])
})
