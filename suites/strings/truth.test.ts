import { expect, test } from 'vitest'
import type { FunctionSpec } from '../../plugins/contracts.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import type { Step } from '../../library/strings/index.ts'
import { stringTruth } from './truth.ts'

const spec = (...steps: readonly Step[]): FunctionSpec<'strings'> => ({
  id: 'strings/f00000',
  category: 'strings',
  variant: 'atomic',
  operators: [],
  description: '',
  domain: null,
  params: { steps },
})

test('a function without chance has one output', () => {
  const truth = stringTruth(
    spec({ operator: 'reverse', params: [] }, { operator: 'shift_up', params: [1] }),
  )
  expect(truth.expected(['ab', ''])).toEqual(['cb', ''])
  expect(truth.sample(['ab', ''], () => 0)).toEqual(['cb', ''])
})

test('a random function is expected to draw the same, wherever the input stands', () => {
  const truth = stringTruth(spec({ operator: 'shift_random_up', params: [] }))
  const [a, b] = truth.expected(['abcdefgh', 'bcdefgha'])
  expect(a).toHaveLength(8)
  expect(truth.expected(['bcdefgha', 'abcdefgh'])).toEqual([b, a])
  expect(
    stringTruth(spec({ operator: 'shift_random_up', params: [] })).expected(['abcdefgh']),
  ).toEqual([a])
})

test('a random function is sampled from the stream', () => {
  const truth = stringTruth(spec({ operator: 'shift_random_up', params: [] }))
  const inputs = Array.from({ length: 20 }, () => 'abcdefgh')
  const sample = (name: string) => truth.sample(inputs, randomStream(0, name))
  expect(new Set(sample('one')).size).toBeGreaterThan(3)
  expect(sample('one')).toEqual(sample('one'))
  expect(sample('two')).not.toEqual(sample('one'))
})

test('params that are no steps are refused', () => {
  expect(() => stringTruth({ ...spec(), params: { steps: 'reverse' } })).toThrow('expected array')
  expect(() => stringTruth(spec())).toThrow('expected array to have >=1 items')
})
