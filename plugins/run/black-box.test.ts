import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { BudgetExceeded, InvalidQuery } from '../utils/box-errors.ts'
import { openBox } from './black-box.ts'
import type { Category, Truth } from '../contracts.ts'
import { randomStream } from '../utils/random.ts'

const SECRET = 'secret truth 4711'
function open<C extends Category>(category: C, sample: Truth<C>['sample'], budget = 10) {
  return openBox(category, { sample }, { budget, random: randomStream(0, 'noise') })
}
const noisy: Truth<'numeric'>['sample'] = (inputs, random) => inputs.map((x) => x + random())

test('takes one input or many, and answers alike', async () => {
  const { box } = open('numeric', (inputs) => inputs.map((x) => 2 * x))
  expect(await box.query(3)).toBe(6)
  expect(await box.query([1, 2])).toEqual([2, 4])
  expect(await box.query([])).toEqual([])
  const strings = open('strings', (inputs) => inputs.map((s) => s.toUpperCase()))
  expect(await strings.box.query('ab')).toBe('AB')
  expect(await strings.box.query(['a', ''])).toEqual(['A', ''])
})

test('counts queries and distinct inputs', async () => {
  const { box, meter } = open('numeric', noisy)
  await box.query([1, 1, 2])
  await box.query(2)
  expect(meter).toMatchObject({ queries: 4, distinct: 2 })
  expect(box.queriesLeft).toBe(6)
})

test('a query beyond the budget is refused whole and costs nothing', async () => {
  const { box, meter } = open('numeric', noisy, 3)
  await box.query([1, 2])
  await expect(box.query([3, 4])).rejects.toThrow(new BudgetExceeded(2, 1, 3))
  expect(meter.queries).toBe(2)
  await box.query(3)
  await expect(box.query(4)).rejects.toThrow('asked 1 queries with 0 of 3 left')
})

test('refuses inputs that are not of the category, before anything is charged', async () => {
  const { box, meter } = open('numeric', noisy)
  for (const bad of [129, -128.001, NaN, Infinity, '3', null, undefined, {}])
    await expect(box.query([1, bad as number])).rejects.toThrow(InvalidQuery)
  await expect(box.query(200)).rejects.toThrow('numeric boxes take numbers in [-128, 128]; got 200')
  const strings = open('strings', (inputs) => inputs)
  await expect(strings.box.query([1 as unknown as string])).rejects.toThrow(
    'strings boxes take strings; got 1',
  )
  expect(meter.queries).toBe(0)
})

test('noise comes from its own stream: repeatable from box to box, fresh from call to call', async () => {
  const first = await open('numeric', noisy).box.query([1, 1])
  expect(await open('numeric', noisy).box.query([1, 1])).toEqual(first)
  expect(first[0]).not.toBe(first[1])
})

test('gives nothing of the function away', async () => {
  const spec = { description: SECRET }
  const { box } = open('numeric', (inputs) => {
    if (inputs.includes(7)) throw new Error(spec.description, { cause: spec })
    return inputs.map(() => spec.description.length)
  })
  const error: unknown = await box.query(7).catch((reason: unknown) => reason)
  const prototypes = [box, box.query, Object.getPrototypeOf(box)]
  const views = [
    JSON.stringify(box),
    inspect(box, { showHidden: true, depth: null }),
    inspect(error, { showHidden: true, depth: null }),
    error instanceof Error ? `${error.message}${error.stack}${String(error.cause)}` : String(error),
    String(box.query),
    ...prototypes.flatMap((one) =>
      Reflect.ownKeys(one).map((key) => String(Reflect.get(one, key))),
    ),
  ]
  expect(views.join('\n')).not.toContain(SECRET)
  expect(Object.isFrozen(box)).toBe(true)
  expect(() => Object.assign(box, { query: null })).toThrow(TypeError)
})

test('a fault of the function itself is kept for the harness', async () => {
  const { box, meter } = open('numeric', () => {
    throw new RangeError(SECRET)
  })
  await expect(box.query(1)).rejects.toThrow('the black box failed')
  expect(meter.fault).toBeInstanceOf(RangeError)
})
