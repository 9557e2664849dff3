import { expect, test } from 'vitest'
import { openMeter } from '../run/meter.ts'
import { randomStream } from '../utils/random.ts'
import { truthOf } from './functions.ts'
import { numeric } from './numeric/index.ts'
import { strings } from './strings/index.ts'

const random = randomStream(0, 'wire')

test('numbers that JSON lacks travel by name, and their places are told', async () => {
  const inverse = truthOf((inputs: Float64Array) => inputs.map((x) => 1 / x), Float64Array.of(1))
  const box = numeric.open(inverse, openMeter(9).meter, random)
  const query = numeric.wire!.verbs['query']!
  expect(await query(box, [2, 0, -0])).toEqual({
    outputs: [0.5, 'Infinity', '-Infinity'],
    named: [1, 2],
  })
  expect(await query(box, [4])).toEqual({ outputs: [0.25] })
  await expect(query(box, ['NaN'])).rejects.toThrow(/got NaN/)
  await expect(query(box, 1)).rejects.toThrow(/takes a list of inputs/)
  expect(box.queriesLeft).toBe(5)
})

test('a string that reads like a number is itself', async () => {
  const same = truthOf((inputs: readonly string[]) => inputs, ['a'])
  const box = strings.open(same, openMeter(9).meter, random)
  expect(await strings.wire!.verbs['query']!(box, ['NaN'])).toEqual({ outputs: ['NaN'] })
})
