import { expect, test } from 'vitest'
import { BudgetExceeded, InvalidQuery } from '../../contracts.ts'
import { openMeter } from '../../run/meter.ts'
import { type CircuitBox, circuits } from './index.ts'

const truth = circuits.samples['one']!

function open(budget = 100) {
  const { meter, counts } = openMeter(budget)
  return { box: circuits.open(truth, meter, () => 0), counts }
}
const prompts = truth.shown.map(({ clean }) => clean)
const z = { kind: 'z', layer: 0, head: 1 } as const

test('a prompt costs one query, forwards or backwards, whole or in part', async () => {
  const { box, counts } = open()
  const clean = await box.run(prompts)
  const other = await box.run(prompts.toReversed())
  expect(counts.queries).toBe(8)
  await box.patch(clean, [{ hook: z, by: other }])
  await box.rewire(clean, [{ from: { layer: 0, head: 1 }, to: 'logits' }], other)
  await box.gradients(clean, clean.logits)
  expect(counts.queries).toBe(20)
  expect(counts.experiments).toBe(5)
  expect(box.queriesLeft).toBe(80)
})

test('what the budget has no room for is refused, and costs nothing', async () => {
  const { box, counts } = open(5)
  const clean = await box.run(prompts)
  await expect(box.patch(clean, [{ hook: z, by: clean }])).rejects.toThrow(BudgetExceeded)
  expect(counts).toMatchObject({ queries: 4, fault: undefined })
})

test.each<[string, (box: CircuitBox) => Promise<unknown>]>([
  ['a prompt that is too long', (box) => box.run([[0, 0, 0, 0]])],
  ['a token that is not there', (box) => box.run([[0, 3]])],
  ['prompts of different lengths', (box) => box.run([[0], [0, 1]])],
  ['no prompt', (box) => box.run([])],
  [
    'a layer that is not there',
    async (box) => box.patch(await box.run([[0]]), [{ hook: { ...z, layer: 1 }, by: [] as never }]),
  ],
  [
    'a head that is not there',
    async (box) => (await box.run([[0]])).at({ kind: 'z', layer: 0, head: 2 }),
  ],
  [
    'a run of another box',
    async (box) => {
      const { box: other } = open()
      return box.patch(await other.run([[0]]), [])
    },
  ],
  [
    'values of another size',
    async (box) => box.patch(await box.run([[0]]), [{ hook: z, by: Float64Array.of(1) }]),
  ],
])('%s is refused, and costs nothing', async (_, ask) => {
  const { box, counts } = open()
  await expect(ask(box)).rejects.toThrow(InvalidQuery)
  expect(counts.queries).toBeLessThanOrEqual(1)
  expect(counts.fault).toBeUndefined()
})

test('nothing of a box leads to its model or to the truth', async () => {
  const { box } = open()
  const run = await box.run(prompts)
  const reached = new Set<unknown>()
  const follow = (value: unknown) => {
    if (typeof value !== 'object' || value === null || reached.has(value)) return
    reached.add(value)
    for (const key of Reflect.ownKeys(value)) follow(Reflect.get(value, key))
  }
  follow(box)
  follow(run)
  follow(await box.gradients(run, run.logits))
  expect(reached.has(truth.task.model)).toBe(false)
  expect(reached.has(truth.task.model.weights)).toBe(false)
  expect(reached.has(truth.task.parts)).toBe(false)
  expect(reached.has(truth)).toBe(false)
})
