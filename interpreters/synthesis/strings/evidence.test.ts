import { expect, test } from 'vitest'
import { strings, truthOf } from '../../../plugins/index.ts'
import { openMeter } from '../../../plugins/run/meter.ts'
import { randomStream } from '../../../plugins/utils/random.ts'
import { openEvidence } from './evidence.ts'

const open = (f: (input: string) => string, budget: number) => {
  const sample = (inputs: readonly string[]) => inputs.map(f)
  const { meter } = openMeter(budget)
  return openEvidence(strings.open(truthOf(sample, []), meter, randomStream(0, 'test')))
}

test('keeps what was asked, and asks no more than the budget', async () => {
  const evidence = open((input) => input.toUpperCase(), 3)
  await evidence.ask(['a', 'b', 'a', 'c', 'd'])
  await evidence.ask(['e'])
  expect(evidence.pairs).toEqual([
    { input: 'a', output: 'A' },
    { input: 'b', output: 'B' },
  ])
  expect(evidence.answers('a')).toEqual(['A', 'A'])
  expect(evidence.random).toBe(false)
  expect(evidence.queriesLeft).toBe(0)
  expect(evidence.agrees((input) => input.toUpperCase())).toBe(true)
  expect(evidence.agrees((input) => input)).toBe(false)
})

test('an input with two answers is random', async () => {
  let calls = 0
  const evidence = open((input) => input + String(calls++), 9)
  await evidence.ask(['a', 'a'])
  expect(evidence.random).toBe(true)
})
