import { expect, test } from 'vitest'
import type { FunctionSpec } from '../../plugins/contracts.ts'
import { randomStream } from '../../plugins/random.ts'
import type { Step } from './operators.ts'
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
  const truth = stringTruth(spec({ operator: 'append_random_letters', params: [5] }))
  const [a, b] = truth.expected(['a', 'b'])
  expect(a).toMatch(/^a[a-zA-Z]{5}$/)
  expect(truth.expected(['b', 'a'])).toEqual([b, a])
  expect(
    stringTruth(spec({ operator: 'append_random_letters', params: [5] })).expected(['a']),
  ).toEqual([a])
})

test('a random function is sampled from the stream', () => {
  const truth = stringTruth(spec({ operator: 'append_random_letters', params: [5] }))
  const sample = (...names: string[]) => truth.sample(['a', 'a'], randomStream(0, ...names))
  const [first, second] = sample('one')
  expect(first).not.toBe(second)
  expect(sample('one')).toEqual([first, second])
  expect(sample('two')).not.toEqual([first, second])
})

test('params that are no steps are refused', () => {
  expect(() => stringTruth({ ...spec(), params: { steps: 'reverse' } })).toThrow('expected array')
  expect(() => stringTruth(spec())).toThrow('expected array to have >=1 items')
})
