import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomStream } from '../../../plugins/utils/random.ts'
import { compile } from '../../../library/numeric/index.ts'
import { readFixture } from './fixture.ts'
import { forward, networkSource } from './network.ts'
import { initialize } from './train.ts'

/** Two units, 2·relu(x - 1) + 3·relu(-x - 2), and bias 5. */
const TWO_UNITS = Float64Array.of(1, -1, -1, -2, 2, 3, 5)

test('forward is the output of the network', () => {
  expect([-4, -2, 0, 1, 3].map((x) => forward(TWO_UNITS, x))).toStrictEqual([11, 5, 5, 5, 9])
})

test('the source holds a knot for each bend and one at each end', () => {
  expect(networkSource(TWO_UNITS)).toMatchInlineSnapshot(`
    "const X = [-512, -2, 1, 512]
    const Y = [1535, 5, 5, 1027]
    function f(x) {
      let i = 1, j = X.length - 1
      while (i < j) {
        const k = (i + j) >> 1
        if (x < X[k]) j = k
        else i = k + 1
      }
      return Y[i - 1] + (x - X[i - 1]) * (Y[i] - Y[i - 1]) / (X[i] - X[i - 1])
    }"
  `)
  const { one } = compile(networkSource(TWO_UNITS))
  expect([-600, -4, -2, 0, 1, 3, 600].map(one)).toStrictEqual([1799, 11, 5, 5, 5, 9, 1203])
})

test('units that never act and bends out of reach leave no knot', () => {
  const [inputs, biases, outputs] = [
    [1, 1, 0],
    [-700, 3, 1],
    [4, 0, 9],
  ]
  const idle = Float64Array.of(...inputs, ...biases, ...outputs, 5)
  expect(networkSource(idle).split('\n')[0]).toBe('const X = [-512, 512]')
})

const everywhere = Float64Array.from({ length: 2049 }, (_, i) => i / 2 - 512)

/** Largest gap between the source and the network, relative to the network's range. */
function departure(weights: Float32Array | Float64Array): number {
  const exact = everywhere.map((x) => forward(weights, x))
  const gaps = compile(networkSource(weights))
    .all(everywhere)
    .map((y, i) => Math.abs(y - exact[i]!))
  return Math.max(...gaps) / (Math.max(...exact) - Math.min(...exact))
}

test('the source computes any network', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      expect(departure(initialize(64, randomStream(seed)))).toBeLessThan(2e-6)
    }),
    { numRuns: 30 },
  )
})

test('the source computes every trained network, from strictly increasing knots', () => {
  for (const weights of readFixture().values()) {
    expect(departure(weights)).toBeLessThan(2e-6)
    const line = networkSource(weights).split('\n')[0] ?? ''
    const knots = line.slice('const X = ['.length, -1).split(', ').map(Number)
    expect(knots.slice(1).every((x, i) => x > knots[i]!)).toBe(true)
  }
})
