import { describe, expect, test } from 'vitest'
import type { Node } from '../../../library/transformer/nodes.ts'
import { randomStream } from '../../../plugins/utils/random.ts'
import { factual, type FactualKind } from './factual.ts'
import { auroc, differing, effects, effectsByName, open } from './testing/patching.ts'

/** The largest effect of so many adjacent MLPs at once, and the sum of their effects one by one. */
function window(kind: FactualKind, seed: number, size: number) {
  const { task } = factual(kind, randomStream(seed, 'box'))
  const mlps = Array.from({ length: task.model.shape.layers - 1 }, (_, layer): Node => ({
    layer,
    mlp: true,
  }))
  const windows = mlps
    .slice(0, mlps.length + 1 - size)
    .map((_, first) => mlps.slice(first, first + size))
  const opened = open(task, 20)
  const joint = effects(opened, windows, 'first')
  const singles = effects(
    opened,
    mlps.map((node) => [node]),
    'first',
  )
  const best = joint.indexOf(Math.max(...joint))
  const sum = singles.slice(best, best + size).reduce((a, b) => a + b)
  return { joint: joint[best]!, sum }
}

describe.each([1, 2, 3])('windows of MLPs (seed %i)', (seed) => {
  test.each([2, 3, 5])('of %i: the additive box has the sum of singles', (size) => {
    const { joint, sum } = window('additive', seed, size)
    expect(joint).toBeCloseTo(sum, 9)
  })

  test.each([2, 3, 5])('of %i: the superadditive box has more', (size) => {
    const { joint, sum } = window('superadditive', seed, size)
    expect(joint / sum).toBeGreaterThan(1.3)
  })

  test('of three: the three of the circuit restore all', () => {
    expect(window('additive', seed, 3).joint).toBeCloseTo(1, 3)
    expect(window('superadditive', seed, 3).joint).toBeCloseTo(1, 9)
  })
})

test.each(['additive', 'superadditive'] as const)(
  '%s: exhaustive patching finds all that can be reached',
  (kind) => {
    const { task } = factual(kind, randomStream(1, 'box'))
    const opened = open(task, 20)
    const reached = differing(opened, 'first')
    expect([...task.parts.keys()].filter((name) => !reached.has(name))).toEqual([])
    expect(auroc(effectsByName(opened, 'first'), (name) => task.parts.has(name))).toBe(1)
  },
)

test('the two boxes of a stream differ by what the last MLP does', () => {
  const [one, other] = (['additive', 'superadditive'] as const).map(
    (kind) => factual(kind, randomStream(1, 'box')).task,
  )
  expect(one!.parts).toEqual(other!.parts)
  expect(one!.vocabulary).toEqual(other!.vocabulary)
  const { layers: a, ...outsideA } = one!.model.weights
  const { layers: b, ...outsideB } = other!.model.weights
  expect(outsideA).toEqual(outsideB)
  expect(a.slice(0, -1)).toEqual(b.slice(0, -1))
  expect(a.at(-1)).not.toEqual(b.at(-1))
})
