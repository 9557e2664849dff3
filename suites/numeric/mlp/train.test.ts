import * as fc from 'fast-check'
import { variance } from 'simple-statistics'
import { expect, test } from 'vitest'
import { randomStream } from '../../../plugins/utils/random.ts'
import { meanSquaredError } from './network.ts'
import { prefixSums, type Samples } from './prefix-sums.ts'
import { PROTOCOL } from './protocol.ts'
import { differentiate, initialize, train } from './train.ts'

function samplesOf(f: (x: number) => number, points: number): Samples {
  const spacing = 200 / (points - 1)
  return {
    low: -100,
    spacing,
    targets: Float64Array.from({ length: points }, (_, i) => f(-100 + i * spacing)),
  }
}

/** The gradient as its definition says: backpropagation through every point. */
function backpropagate(weights: Float64Array, { low, spacing, targets }: Samples): Float64Array {
  const units = (weights.length - 1) / 3
  const gradient = new Float64Array(weights.length)
  const count = targets.filter(Number.isFinite).length
  targets.forEach((target, i) => {
    if (!Number.isFinite(target)) return
    const x = low + i * spacing
    const hidden = Array.from({ length: units }, (_, j) =>
      Math.max(0, weights[j]! * x + weights[units + j]!),
    )
    const y = hidden.reduce((sum, h, j) => sum + h * weights[2 * units + j]!, weights[3 * units]!)
    const error = (2 * (y - target)) / count
    hidden.forEach((h, j) => {
      const back = h > 0 ? error * weights[2 * units + j]! : 0
      gradient[j]! += back * x
      gradient[units + j]! += back
      gradient[2 * units + j]! += error * h
    })
    gradient[3 * units]! += error
  })
  return gradient
}

test('the gradient by prefix sums is that of backpropagation', () => {
  const shapes: ((x: number) => number)[] = [
    (x) => Math.sin(x / 9) * 20,
    (x) => x * x,
    (x) => (Math.abs(x) < 20 ? NaN : 1 / x),
  ]
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(...shapes), (seed, shape) => {
      const samples = samplesOf(shape, 301)
      const weights = initialize(16, randomStream(seed))
      const order = Uint16Array.from({ length: 16 }, (_, j) => j)
      const gradient = new Float64Array(weights.length)
      differentiate(weights, samples, prefixSums(samples), order, gradient)
      const expected = backpropagate(weights, samples)
      const scale = Math.max(...expected.map(Math.abs))
      gradient.forEach((g, i) => {
        expect(Math.abs(g - expected[i]!)).toBeLessThan(1e-9 * scale)
      })
    }),
  )
})

test('initial weights are those of PyTorch: hidden in (-1, 1), output in (-1/8, 1/8)', () => {
  const weights = initialize(64, randomStream(0))
  expect(weights).toHaveLength(193)
  const largest = (from: number, to?: number) => Math.max(...weights.slice(from, to).map(Math.abs))
  expect(largest(0, 128)).toBeGreaterThan(0.9)
  expect(largest(0, 128)).toBeLessThanOrEqual(1)
  expect(largest(128)).toBeGreaterThan(0.11)
  expect(largest(128)).toBeLessThanOrEqual(0.125)
})

test('the first step of Adam moves every parameter by the learning rate', () => {
  const samples = samplesOf((x) => x * x, 101)
  const before = initialize(8, randomStream(0))
  const after = train(samples, { ...PROTOCOL, units: 8, steps: 1 }, randomStream(0))
  const moved = before.map((weight, i) => Math.abs(weight - after[i]!))
  expect(moved.filter((size) => Math.abs(size - PROTOCOL.rate) < 1e-6).length).toBeGreaterThan(20)
})

test('training learns what a small network can learn', () => {
  const samples = samplesOf((x) => 3 * Math.abs(x) - 20, 1001)
  const weights = train(samples, { ...PROTOCOL, steps: 3000 }, randomStream(0))
  const spread = variance(Array.from(samples.targets))
  expect(meanSquaredError(weights, samples)).toBeLessThan(spread / 1000)
})

test('training is a function of samples, protocol and stream', () => {
  const samples = samplesOf((x) => Math.tanh(x), 101)
  const run = (seed: number) => train(samples, { ...PROTOCOL, steps: 50 }, randomStream(seed))
  expect(run(0)).toStrictEqual(run(0))
  expect(run(0)).not.toStrictEqual(run(1))
})
