import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openFloat32 } from './float32.ts'
import { openFloat64 } from './float64.ts'
import { NOWHERE, type Address, type AttentionShape, type Kernels } from './kernels.ts'

/** Pseudorandom numbers between -1 and 1. */
function numbers(count: number, seed = 1): Float64Array {
  let state = seed
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return Math.fround(state / 2 ** 31)
  })
}

function put(kernels: Kernels, values: ArrayLike<number>): Address {
  const at = kernels.allocate(values.length)
  kernels.memory.set(values, at)
  return at
}

/** What this leaves in a tensor of that many numbers, with either precision. */
function both(
  length: number,
  work: (kernels: Kernels, out: Address) => void,
): [Float64Array, Float64Array] {
  return [openFloat32(), openFloat64()].map((kernels) => {
    const out = put(kernels, new Float64Array(length))
    work(kernels, out)
    return Float64Array.from(kernels.memory.subarray(out, out + length))
  }) as [Float64Array, Float64Array]
}

/** The largest difference, relative to the largest number. */
function apart([a, b]: [Float64Array, Float64Array]): number {
  const most = b.reduce((size, x) => Math.max(size, Math.abs(x)), 0)
  return a.reduce((worst, x, i) => Math.max(worst, x === b[i] ? 0 : Math.abs(x - b[i]!)), 0) / most
}

describe('linear', () => {
  /** A sum that rounds after every multiplication and every addition. */
  function bySteps(x: Float64Array, matrix: Float64Array, bias: Float64Array, rows: number) {
    const outputs = bias.length
    const inputs = x.length / rows
    return Float64Array.from({ length: rows * outputs }, (_, i) => {
      let sum = 0
      for (let k = 0; k < inputs; k++) {
        const row = Math.floor(i / outputs)
        const product = Math.fround(x[row * inputs + k]! * matrix[k * outputs + (i % outputs)]!)
        sum = Math.fround(sum + product)
      }
      return Math.fround(sum + bias[i % outputs]!)
    })
  }

  test('is the sum in the order of the inputs, to the last bit, whatever the shape', () => {
    const kernels = openFloat32()
    const shape = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 75 }))
    const inputs = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(255, 256, 257, 600))
    fc.assert(
      fc.property(shape, inputs, fc.integer(), ([rows, outputs], depth, seed) => {
        const x = numbers(rows * depth, seed)
        const matrix = numbers(depth * outputs, seed + 1)
        const bias = numbers(outputs, seed + 2)
        const weight = kernels.prepare(matrix, depth, outputs, bias)
        const from = put(kernels, x)
        const out = put(kernels, new Float64Array(rows * outputs + 1).fill(7))
        kernels.linear(out, outputs, from, depth, rows, weight)
        const all = Float64Array.from(kernels.memory.subarray(out, out + rows * outputs + 1))
        kernels.free(from)
        kernels.free(out)
        expect(all).toEqual(Float64Array.from([...bySteps(x, matrix, bias, rows), 7]))
      }),
      { numRuns: 60 },
    )
  })
})

describe('normalize', () => {
  test.each(['layer', 'rms'] as const)('%s: within 3e-7 of float64', (kind) => {
    for (const size of [1, 3, 8, 63, 768]) {
      const pair = both(5 * size, (kernels, out) => {
        const shift = kind === 'layer' ? numbers(size, 2) : new Float64Array(0)
        const norm = kernels.prepareNorm(kind, 1e-5, numbers(size), shift)
        kernels.normalize(out, put(kernels, numbers(5 * size, 3)), 5, norm)
      })
      expect(apart(pair)).toBeLessThan(3e-7)
    }
  })
})

describe('activate', () => {
  test.each(['relu', 'gelu', 'silu'] as const)('%s: within 4e-6, relative', (activation) => {
    const x = Float64Array.from({ length: 4001 }, (_, i) => Math.fround((i - 2000) / 100))
    const [a, b] = both(x.length, (kernels, out) => {
      kernels.activate(out, put(kernels, x), NOWHERE, x.length, activation)
    })
    // Where tanh is -1 but for what doubles lose of it, the reference has few digits itself.
    const worst = a.map((y, i) => Math.abs(y - b[i]!) / Math.max(1e-6, Math.abs(b[i]!)))
    expect(Math.max(...worst)).toBeLessThan(4e-6)
  })

  test('is 0, or the number itself, far out', () => {
    const x = [-Infinity, -1e30, -200, 200, 1e30, Infinity]
    for (const activation of ['relu', 'gelu', 'silu'] as const) {
      const [a] = both(x.length, (kernels, out) => {
        kernels.activate(out, put(kernels, x), NOWHERE, x.length, activation)
      })
      expect([...a.subarray(1)].map((y) => y + 0)).toEqual([0, 0, 200, Math.fround(1e30), Infinity])
    }
  })

  test('times the other half of a gate', () => {
    const pair = both(9, (kernels, out) => {
      kernels.activate(out, put(kernels, numbers(9)), put(kernels, numbers(9, 2)), 9, 'silu')
    })
    expect(apart(pair)).toBeLessThan(3e-7)
  })
})

describe('attention', () => {
  const shapes: AttentionShape[] = [
    { batch: 1, positions: 16, heads: 8, keyValueHeads: 8, dHead: 8, scale: 2.8, causal: true },
    { batch: 3, positions: 7, heads: 6, keyValueHeads: 2, dHead: 5, scale: 2, causal: true },
    { batch: 2, positions: 21, heads: 2, keyValueHeads: 1, dHead: 64, scale: 8, causal: false },
    { batch: 1, positions: 1, heads: 1, keyValueHeads: 1, dHead: 1, scale: 1, causal: true },
  ]
  const parts = (shape: AttentionShape) => {
    const { batch, positions, heads, keyValueHeads, dHead } = shape
    const rows = positions * batch
    return { z: rows * heads * dHead, k: rows * keyValueHeads * dHead, p: rows * heads * positions }
  }

  /** Scores, patterns and z of these queries, one behind the other. */
  function attend(kernels: Kernels, shape: AttentionShape, ranges: [number, number][]) {
    const size = parts(shape)
    const q = put(kernels, numbers(size.z))
    const k = put(kernels, numbers(size.k, 2))
    const v = put(kernels, numbers(size.k, 3))
    const scores = put(kernels, new Float64Array(size.p))
    const pattern = put(kernels, new Float64Array(size.p))
    const z = put(kernels, new Float64Array(size.z))
    for (const [first, last] of ranges) {
      kernels.scores(scores, q, k, first, last, shape)
      kernels.softmax(pattern, scores, first, last, shape)
      kernels.mix(z, pattern, v, first, last, shape)
    }
    const read = (at: Address, length: number) =>
      Float64Array.from(kernels.memory.subarray(at, at + length))
    return [read(scores, size.p), read(pattern, size.p), read(z, size.z)] as const
  }

  test.each(shapes)('is within 1e-6 of float64 %#', (shape) => {
    const all: [number, number][] = [[0, shape.positions]]
    const single = attend(openFloat32(), shape, all)
    const double = attend(openFloat64(), shape, all)
    for (const [i, values] of single.entries())
      expect(apart([values, double[i]!])).toBeLessThan(1e-6)
  })

  test.each(shapes)('is the same in parts, to the last bit %#', (shape) => {
    const cut = Math.floor(shape.positions / 3)
    const last = shape.positions - 1
    const ranges: [number, number][] = [
      [0, cut],
      [cut, last],
      [last, last + 1],
    ]
    expect(attend(openFloat32(), shape, ranges)).toEqual(
      attend(openFloat32(), shape, [[0, shape.positions]]),
    )
  })

  test('a key that is not seen counts nothing, whatever stands there', () => {
    const [shape] = shapes as [AttentionShape]
    const kernels = openFloat32()
    const size = parts(shape)
    const pattern = put(kernels, numbers(size.p))
    const v = put(kernels, numbers(size.k, 3))
    const z = put(kernels, new Float64Array(size.z))
    const first = shape.heads * shape.dHead
    kernels.mix(z, pattern, v, 0, shape.positions, shape)
    const before = kernels.memory.slice(z, z + first)
    kernels.memory.fill(NaN, v + first, v + size.k)
    kernels.mix(z, pattern, v, 0, shape.positions, shape)
    expect(kernels.memory.slice(z, z + first)).toEqual(before)
  })
})

test('softmax: no part for a score far below, NaN for one that is none', () => {
  const kernels = openFloat32()
  const shape: AttentionShape = {
    batch: 1,
    positions: 5,
    heads: 1,
    keyValueHeads: 1,
    dHead: 1,
    scale: 1,
    causal: false,
  }
  const shares = (row: number[]) => {
    const scores = put(kernels, [0, 0, 0, 0, 0, ...row])
    kernels.softmax(scores, scores, 1, 2, shape)
    return [...kernels.memory.subarray(scores + 5, scores + 10)]
  }
  expect(shares([7, -Infinity, 7, -90, -1e30])).toEqual([0.5, 0, 0.5, 0, 0])
  expect(shares([1, NaN, 1, 1, 1]).some(Number.isNaN)).toBe(true)
})

test('copies no more than is asked for', () => {
  for (const count of [1, 15, 16, 17, 35]) {
    const kernels = openFloat32()
    const out = put(kernels, new Float64Array(count + 1).fill(7))
    kernels.copy(out, put(kernels, numbers(count + 1)), count)
    const all = Float64Array.from(kernels.memory.subarray(out, out + count + 1))
    expect(all).toEqual(Float64Array.from([...numbers(count), 7]))
  }
})

test('sums and exchanges', () => {
  const pair = both(11, (kernels, out) => {
    const [a, b] = [put(kernels, numbers(11)), put(kernels, numbers(11, 2))]
    kernels.add(out, a, b, 11)
    kernels.exchange(out, a, b, 11)
    kernels.exchange(out, b, b, 11)
  })
  expect(apart(pair)).toBeLessThan(2e-7)
})

describe('memory', () => {
  test('a view stays valid when the memory grows', () => {
    const kernels = openFloat32()
    const at = kernels.allocate(4)
    const before = kernels.memory
    kernels.allocate(1e6)
    kernels.memory[at] = 5
    expect(kernels.memory.length).toBeGreaterThan(before.length)
    expect(before[at]).toBe(5)
  })

  test('says that there is no more than 4 GiB', () => {
    expect(() => openFloat32().allocate(2 ** 30)).toThrow(
      /has at most 4 GiB; 4.0 GiB were asked for/,
    )
  })
})
