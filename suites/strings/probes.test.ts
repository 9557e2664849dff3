import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { stringProbes } from './probes.ts'
import { type DrawnFunction, drawnFunctions } from './drawn-functions.ts'
import { stringTruth } from './truth.ts'

const probesOf = (drawn: DrawnFunction, seed = 0) =>
  stringProbes(drawn.steps, stringTruth(drawn), randomStream(seed, drawn.name, 'probes'))
const first = (wanted: (drawn: DrawnFunction) => boolean) => {
  const drawn = drawnFunctions(0).find(wanted)
  if (!drawn) throw new Error('No such function')
  return drawn
}
const isRandom = ({ steps }: DrawnFunction) =>
  steps.some(({ operator }) => operator.includes('random'))

test('a function is judged at 10 examples and 100 hard inputs', () => {
  const drawn = first((candidate) => !isRandom(candidate))
  const { examples, hard } = probesOf(drawn)
  expect(examples?.inputs).toHaveLength(10)
  expect(hard?.inputs).toHaveLength(100)
  expect(examples?.expected).toEqual(examples?.truth)
  expect(hard?.expected).toEqual(hard?.truth)
  expect(probesOf(drawn)).toEqual({ examples, hard })
  expect(probesOf(drawn, 1).hard?.inputs).not.toEqual(hard?.inputs)
})

test('a random function has no hard inputs, and its examples are drawn anew', () => {
  const drawn = first(
    ({ steps }) => steps.map(({ operator }) => operator).join() === 'shift_random_up',
  )
  const { examples, hard } = probesOf(drawn)
  expect(hard).toBeUndefined()
  expect(examples?.truth).toEqual(stringTruth(drawn).expected(examples?.inputs ?? []))
  expect(examples?.expected).not.toEqual(examples?.truth)
})
