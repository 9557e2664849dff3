import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { stringProbes } from './probes.ts'
import { stringSpecs } from './specs.ts'
import { stringTruth } from './truth.ts'

const specs = stringSpecs(0)
const probesOf = (spec: (typeof specs)[number], seed = 0) =>
  stringProbes(spec, stringTruth(spec), randomStream(seed, spec.id, 'probes'))
const first = (wanted: (spec: (typeof specs)[number]) => boolean) => {
  const spec = specs.find(wanted)
  if (!spec) throw new Error('No such function')
  return spec
}
const isRandom = (spec: (typeof specs)[number]) =>
  spec.operators.some((name) => name.includes('random'))

test('a function is judged at 10 examples and 100 hard inputs', () => {
  const spec = first((candidate) => !isRandom(candidate))
  const { examples, hard } = probesOf(spec)
  expect(examples?.inputs).toHaveLength(10)
  expect(hard?.inputs).toHaveLength(100)
  expect(examples?.expected).toEqual(examples?.truth)
  expect(hard?.expected).toEqual(hard?.truth)
  expect(probesOf(spec)).toEqual({ examples, hard })
  expect(probesOf(spec, 1).hard?.inputs).not.toEqual(hard?.inputs)
})

test('a random function has no hard inputs, and its examples are drawn anew', () => {
  const spec = first(({ operators }) => operators.join() === 'shift_random_up')
  const { examples, hard } = probesOf(spec)
  expect(hard).toBeUndefined()
  expect(examples?.truth).toEqual(stringTruth(spec).expected(examples?.inputs ?? []))
  expect(examples?.expected).not.toEqual(examples?.truth)
})
