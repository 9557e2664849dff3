import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import type { Step } from '../../library/strings/index.ts'
import { stringTruth } from './truth.ts'

const truthOf = (...steps: readonly Step[]) => stringTruth({ name: 'strings/f00000', steps })

test('a function without chance has one output', () => {
  const truth = truthOf({ operator: 'reverse', params: [] }, { operator: 'shift_up', params: [1] })
  expect(truth.expected(['ab', ''])).toEqual(['cb', ''])
  expect(truth.sample(['ab', ''], () => 0)).toEqual(['cb', ''])
})

test('a random function is expected to draw the same, wherever the input stands', () => {
  const truth = truthOf({ operator: 'shift_random_up', params: [] })
  const [a, b] = truth.expected(['abcdefgh', 'bcdefgha'])
  expect(a).toHaveLength(8)
  expect(truth.expected(['bcdefgha', 'abcdefgh'])).toEqual([b, a])
  expect(truthOf({ operator: 'shift_random_up', params: [] }).expected(['abcdefgh'])).toEqual([a])
})

test('a random function is sampled from the stream', () => {
  const truth = truthOf({ operator: 'shift_random_up', params: [] })
  const inputs = Array.from({ length: 20 }, () => 'abcdefgh')
  const sample = (name: string) => truth.sample(inputs, randomStream(0, name))
  expect(new Set(sample('one')).size).toBeGreaterThan(3)
  expect(sample('one')).toEqual(sample('one'))
  expect(sample('two')).not.toEqual(sample('one'))
})
