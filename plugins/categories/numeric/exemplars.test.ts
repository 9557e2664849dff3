import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numeric as suite } from '../../../suites/numeric/suite.ts'
import { functionName } from '../../records.ts'
import { randomStream } from '../../utils/random.ts'
import { randomNumbers, regularNumbers } from './exemplars.ts'

const DRAWS = {
  regular: regularNumbers,
  random: (count: number) => randomNumbers(count, randomStream(count)),
}
const draws = fc.constantFrom(...Object.values(DRAWS))
const counts = fc.integer({ min: 1, max: 200 })

test('are as many as asked for, all different, and the same of the same stream', () => {
  fc.assert(
    fc.property(draws, counts, (draw, count) => {
      const inputs = draw(count)
      expect(inputs).toHaveLength(count)
      expect(new Set(inputs).size).toBe(count)
      expect(draw(count)).toEqual(inputs)
    }),
  )
})

test('are odd multiples of 1/20 in the domain', () => {
  fc.assert(
    fc.property(draws, counts, (draw, count) => {
      for (const x of draw(count)) {
        const twentieths = Math.round(x * 20)
        expect(x).toBe(twentieths / 20)
        expect(Math.abs(twentieths % 2)).toBe(1)
        expect(Math.abs(x)).toBeLessThanOrEqual(128)
      }
    }),
  )
})

test('regular ones go from one end of the domain to the other', () => {
  expect(regularNumbers(1)).toEqual([0.05])
  expect(regularNumbers(5)).toEqual([-127.95, -63.95, 0.05, 63.95, 127.95])
})

test.each([0, 1])('no function of seed %i is judged at one', async (seed) => {
  const exemplars = new Set(
    [1, 10, 33, 200].flatMap((count) => Object.values(DRAWS).flatMap((draw) => draw(count))),
  )
  let judged = 0
  for (const fn of suite.functions(seed)) {
    const stream = randomStream(seed, functionName(suite.name, fn.id), 'probes')
    const sets = Object.values(await suite.category.probe(fn.truth(), stream))
    const inputs = sets.flatMap((set) => Array.from(set.inputs))
    judged += inputs.length
    expect(inputs.filter((input) => exemplars.has(input))).toEqual([])
  }
  expect(judged).toBeGreaterThan(500_000)
})
