import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { BudgetExceeded, type Json } from '../contracts.ts'
import { openMeter } from './meter.ts'

const doubles = (inputs: readonly number[]) => async () => inputs.map((x) => 2 * x)
const ask = ({ meter }: ReturnType<typeof openMeter>, inputs: readonly number[]) =>
  meter.run(inputs, doubles(inputs), String)

test('counts queries, distinct inputs and experiments', async () => {
  const opened = openMeter(10)
  expect(await ask(opened, [1, 1, 2])).toEqual([2, 2, 4])
  await ask(opened, [2])
  expect(opened.counts).toMatchObject({ queries: 4, distinct: 2, experiments: 2 })
  expect(opened.meter.left).toBe(6)
})

test('equal lists and objects count as distinct once', async () => {
  const { meter, counts } = openMeter(10)
  const inputs: Json[] = [[true], [true], [false], [], { a: 1 }, { a: 1 }, '[true]', 1, '1']
  await meter.run(inputs, () => inputs, JSON.stringify)
  expect(counts).toMatchObject({ queries: 9, distinct: 7 })
})

test('more than the budget is refused whole and costs nothing', async () => {
  const opened = openMeter(3)
  await ask(opened, [1, 2])
  await expect(ask(opened, [3, 4])).rejects.toThrow(new BudgetExceeded(2, 1, 3))
  expect(opened.counts).toMatchObject({ queries: 2, distinct: 2, experiments: 1 })
  await ask(opened, [3])
  await expect(ask(opened, [4])).rejects.toThrow('asked 1 queries with 0 of 3 left')
  expect(opened.counts.fault).toBeUndefined()
})

test('the budget is kept by questions that are asked at the same time', async () => {
  const opened = openMeter(3)
  const asked = await Promise.allSettled([ask(opened, [1, 2]), ask(opened, [3, 4])])
  expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(opened.counts.queries).toBe(2)
})

test.each([
  [
    'throws',
    () => {
      throw new RangeError('secret')
    },
  ],
  ['rejects', () => Promise.reject(new RangeError('secret'))],
] as const)('work that %s is a fault of the harness, which is not shown', async (_, work) => {
  const opened = openMeter(10)
  const error: unknown = await opened.meter
    .run([1], work, String)
    .catch((reason: unknown) => reason)
  expect(error).toEqual(new Error('the black box failed'))
  expect(inspect(error, { showHidden: true, depth: null })).not.toMatch(/secret|RangeError/)
  expect(opened.counts.fault).toEqual(new RangeError('secret'))
  await opened.meter
    .run(
      [1],
      () => {
        throw new Error('later')
      },
      String,
    )
    .catch(() => undefined)
  expect(opened.counts.fault).toEqual(new RangeError('secret'))
})

test('outputs that are too few, or cannot be shown, are a fault of the harness', async () => {
  const few = openMeter(10)
  await expect(few.meter.run([1, 2], () => [1], String)).rejects.toThrow('the black box failed')
  expect(few.counts.fault).toEqual(new Error('the function gave 1 outputs for 2 inputs'))
  const odd = openMeter(10, () => undefined)
  const show = () => {
    throw new Error('secret')
  }
  await expect(odd.meter.run([1], () => [1], show)).rejects.toThrow('the black box failed')
  expect(odd.counts.fault).toEqual(new Error('secret'))
})

test('tells of every experiment that was run, with its outputs as people read them', async () => {
  const told: unknown[] = []
  const opened = openMeter(3, (inputs, outputs) => told.push([inputs, outputs]))
  await ask(opened, [1, 2])
  await ask(opened, [3, 4]).catch(() => undefined)
  await opened.meter.run(
    [[]],
    () => [-0],
    (y) => (Object.is(y, -0) ? '-0' : String(y)),
  )
  expect(told).toEqual([
    [
      [1, 2],
      ['2', '4'],
    ],
    [[[]], ['-0']],
  ])
})

test('cannot be changed, and shows its counts to the harness alone', () => {
  const { meter } = openMeter(10)
  expect(Object.isFrozen(meter)).toBe(true)
  expect(Reflect.ownKeys(meter)).toEqual(['left', 'run'])
})
