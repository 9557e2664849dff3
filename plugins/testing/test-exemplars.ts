import { describe, expect, test } from 'vitest'
import type { Category, Json, Suite } from '../contracts.ts'
import type { ExemplarDraw } from '../model.ts'
import { functionName } from '../records.ts'
import { openMeter } from '../run/meter.ts'
import { jsonKey } from '../utils/json.ts'
import { randomStream } from '../utils/random.ts'

/** The most exemplars that are drawn. */
const MOST = 200
const DRAWS: readonly ExemplarDraw['draw'][] = ['regular', 'random']

/** What is looked at of the evidence that categories of functions give. */
type Judged = Readonly<Record<string, { readonly inputs: Iterable<Json> }>>

/**
 * What the exemplars of a category of functions must keep to: a line and a query each, as many as
 * are asked for, all different, the same for the same stream, and none of them an input at which
 * a function of the suite is judged.
 *
 * @param least how many inputs its functions are judged at, at the least, over two seeds.
 */
export function testExemplars<C extends Category>(suite: Suite<C>, least: number): void {
  const { category } = suite
  const [truth] = Object.values(category.samples)

  /** Draws exemplars through the door that models have, and gives the keys of what was asked. */
  async function drawn(how: ExemplarDraw): Promise<Json[]> {
    const asked: Json[] = []
    const { meter } = openMeter(MOST, (inputs) => asked.push(...inputs.map(jsonKey)))
    const box = category.open(truth!, meter, randomStream(0))
    const lines = await category.prompt!.exemplars!(box, how, randomStream(how.count, how.draw))
    expect(lines).toHaveLength(asked.length)
    return asked
  }

  describe(`exemplars of ${category.name} keep to their contract`, () => {
    test('are as many as asked for, all different, and the same of the same stream', async () => {
      for (const draw of DRAWS)
        for (let count = 1; count <= MOST; count++) {
          const inputs = await drawn({ count, draw })
          expect(inputs).toHaveLength(count)
          expect(new Set(inputs).size).toBe(count)
          expect(await drawn({ count, draw })).toEqual(inputs)
        }
    })

    test('no function is judged at one', async () => {
      const exemplars = new Set<Json>()
      for (const draw of DRAWS)
        for (const count of [1, 10, 33, MOST])
          for (const input of await drawn({ count, draw })) exemplars.add(input)
      let judged = 0
      for (const seed of [0, 1])
        for (const fn of suite.functions(seed)) {
          const stream = randomStream(seed, functionName(suite.name, fn.id), 'probes')
          const sets = (await category.probe(fn.truth(), stream)) as unknown as Judged
          const inputs = Object.values(sets).flatMap((set) => Array.from(set.inputs, jsonKey))
          judged += inputs.length
          expect(inputs.filter((input) => exemplars.has(input))).toEqual([])
        }
      expect(judged).toBeGreaterThan(least)
    })
  })
}
