import { expect, test } from 'vitest'
import { testSuite } from '../../plugins/testing/test-suite.ts'
import { trainedCircuits } from './suite.ts'

testSuite(trainedCircuits)

test('boxes are the same under every seed, and something of each matters', () => {
  const partsOf = (seed: number) =>
    trainedCircuits.functions(seed).map((fn) => [...fn.truth().task.parts.keys()])
  const parts = partsOf(0)
  expect(partsOf(1)).toEqual(parts)
  trainedCircuits.functions(0).forEach((fn, i) => {
    const { layers, heads, dMlp } = fn.truth().task.model.shape
    const all = layers * (heads + (dMlp > 0 ? 1 : 0))
    expect(parts[i]!.length).toBeGreaterThan(0)
    expect(parts[i]!.length).toBeLessThanOrEqual(all)
  })
})
