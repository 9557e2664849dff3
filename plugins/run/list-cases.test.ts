import { expect, test } from 'vitest'
import { listCases } from './list-cases.ts'

const functionsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: i, operators: [`op${i % 5}`] }))

test('every function is there in all its trials, one function after the other', () => {
  const cases = listCases(functionsOf(2), 3).map(({ fn, trial }) => [fn.id, trial])
  expect(cases).toEqual([
    [0, 0],
    [0, 1],
    [0, 2],
    [1, 0],
    [1, 1],
    [1, 2],
  ])
})

test.each([
  [1, 1],
  [100, 10],
  [101, 11],
  [1000, 24],
])('of %i functions %i are timed', (count, timed) => {
  const chosen = listCases(functionsOf(count), 1).filter((one) => one.timed)
  expect(chosen).toHaveLength(timed)
})

test('a function is timed in its first trial alone', () => {
  const timed = listCases(functionsOf(100), 4).filter((one) => one.timed)
  expect(timed).toHaveLength(10)
  expect(new Set(timed.map(({ trial }) => trial))).toEqual(new Set([0]))
})

test('functions of all operators are timed', () => {
  const timed = listCases(functionsOf(100), 1).filter((one) => one.timed)
  const operators = timed.flatMap(({ fn }) => fn.operators).toSorted()
  expect(operators).toEqual(['op0', 'op1', 'op2', 'op3', 'op4'].flatMap((one) => [one, one]))
})
