import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomStream } from '../../../plugins/utils/random.ts'
import { compile } from '../../../library/numeric/index.ts'
import { readFixture } from './fixture.ts'
import { forward, networkSource, visibleReach } from './network.ts'
import { initialize } from './train.ts'

/** Two units, 2·relu(x - 1) + 3·relu(-x - 2), and bias 5. */
const TWO_UNITS = Float32Array.of(1, -1, -1, -2, 2, 3, 5)

test('forward is the output of the network', () => {
  expect([-4, -2, 0, 1, 3].map((x) => forward(TWO_UNITS, x))).toStrictEqual([11, 5, 5, 5, 9])
})

test('the source is the network, its weights in the fewest digits', () => {
  expect(networkSource(TWO_UNITS.with(6, 0.1))).toMatchInlineSnapshot(`
    "const W = Float32Array.of(1, -1)
    const B = Float32Array.of(-1, -2)
    const V = Float32Array.of(2, 3)
    const r = Math.fround
    function f(x) {
      x = r(x)
      let y = 0
      for (let j = 0; j < 2; j++) {
        const h = r(r(W[j] * x) + B[j])
        if (h > 0) y = r(y + r(V[j] * h))
      }
      return r(y + r(0.1))
    }"
  `)
  const { one } = compile(networkSource(TWO_UNITS))
  expect([-600, -4, -2, 0, 1, 3, 600].map(one)).toStrictEqual([1799, 11, 5, 5, 5, 9, 1203])
})

/** What a typed array of 32-bit floats makes of a number. */
const stored = (value: number) => Float32Array.of(value)[0]!

/** The network whose every intermediate result is stored in 32 bits. */
function inFloats(weights: Float32Array, input: number): number {
  const units = (weights.length - 1) / 3
  const x = stored(input)
  let y = 0
  for (let j = 0; j < units; j++) {
    const hidden = stored(stored(weights[j]! * x) + weights[units + j]!)
    y = stored(y + stored(weights[2 * units + j]! * Math.max(0, hidden)))
  }
  return stored(y + weights[3 * units]!)
}

const everywhere = Float64Array.from({ length: 2049 }, (_, i) => i / 2.003 - 512)

test('the source rounds every step to 32 bits, for any network', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const weights = Float32Array.from(initialize(64, randomStream(seed)))
      const got = compile(networkSource(weights)).all(everywhere)
      expect([...got]).toStrictEqual(Array.from(everywhere, (x) => inFloats(weights, x)))
    }),
    { numRuns: 10 },
  )
})

test('the trained networks answer with 24 bits, near what they are without rounding', () => {
  for (const weights of readFixture().values()) {
    const got = compile(networkSource(weights)).all(everywhere)
    expect(Float64Array.from(Float32Array.from(got))).toStrictEqual(got)
    const gap = Math.max(...got.map((y, i) => Math.abs(y - forward(weights, everywhere[i]!))))
    const largest = forward(weights.map(Math.abs), 512)
    expect(gap).toBeLessThan(1e-6 * largest)
    expect(gap).toBeGreaterThan(0)
  }
})

test('a network is told as far as its first bends beyond what is seen', () => {
  const bends = Float32Array.of(1, 1, 1, -1, -20, 150, 2, 1, 1, 0)
  expect(visibleReach(bends, [-128, 128])).toStrictEqual([-150, 512])
  expect(visibleReach(TWO_UNITS, [-128, 128])).toStrictEqual([-512, 512])
})

test('units that never act and bends out of reach leave no knot', () => {
  const [inputs, biases, outputs] = [
    [1, 1, 0],
    [-700, 139, 1],
    [4, 0, 9],
  ]
  const idle = Float32Array.of(...inputs, ...biases, ...outputs, 5)
  expect(visibleReach(idle, [-128, 128])).toStrictEqual([-512, 512])
})
