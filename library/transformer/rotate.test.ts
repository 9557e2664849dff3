import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { assemble } from '../rasp/assemble.ts'
import { planOf } from '../rasp/plan.ts'
import { sort } from '../rasp/programs.ts'
import { numbersOf } from '../rasp/testing.ts'
import { openEngine } from './engine.ts'
import type { Numbers } from './model.ts'
import { rotate } from './rotate.ts'

const plan = planOf(sort(), { tokens: ['a', 'b', 'c'], longest: 4 })
const model = assemble(plan, numbersOf(plan))
const zeros = (numbers: Numbers) => numbers.filter((x) => x === 0).length

test('a rotated model has the same logits, norms of activations and no weight in common', () => {
  const rotated = rotate(model, randomStream(0, 'rotate'))
  const prompts = [
    [0, 1, 3, 2, 1],
    [0, 3, 3, 2, 1],
  ]
  const [before, after] = [openEngine(model).run(prompts), openEngine(rotated).run(prompts)]
  for (const [i, logit] of before.logits.entries()) expect(after.logits[i]).toBeCloseTo(logit, 9)
  const hook = { kind: 'resid_post', layer: 1 } as const
  expect(Math.hypot(...after.at(hook))).toBeCloseTo(Math.hypot(...before.at(hook)), 9)
  expect(zeros(model.weights.layers[0]!.WIn)).toBeGreaterThan(0)
  expect(zeros(rotated.weights.layers[0]!.WIn)).toBe(0)
})

test('what is no longer the same function when rotated is refused', () => {
  const normed = { ...model, shape: { ...model.shape, normalization: 'layer' as const } }
  expect(() => rotate(normed, randomStream(0, 'rotate'))).toThrow('normalization "layer"')
})
