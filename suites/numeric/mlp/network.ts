import type { Samples } from './prefix-sums.ts'
import type { Weights } from './protocol.ts'

/** The network's output at x, free of the rounding of 32-bit arithmetic. */
export function forward(weights: Weights, x: number): number {
  const units = (weights.length - 1) / 3
  let y = weights[3 * units]!
  for (let j = 0; j < units; j++) {
    const hidden = weights[j]! * x + weights[units + j]!
    if (hidden > 0) y += weights[2 * units + j]! * hidden
  }
  return y
}

/** Mean squared error of the network over the samples. */
export function meanSquaredError(weights: Weights, { low, spacing, targets }: Samples): number {
  let total = 0
  let count = 0
  targets.forEach((target, i) => {
    if (!Number.isFinite(target)) return
    const residual = forward(weights, low + i * spacing) - target
    total += residual * residual
    count++
  })
  return total / count
}

/**
 * JavaScript of the network in 32-bit arithmetic, as PyTorch evaluates it: weights, input and the
 * result of every multiplication and addition are rounded to 24 bits. A library may sum in another
 * order; this is the order of the units, and the output bias comes last.
 */
export function networkSource(weights: Float32Array): string {
  const units = (weights.length - 1) / 3
  const [inputs, biases, outputs, bias] = [0, 1, 2, 3].map((k) =>
    Array.from(weights.subarray(k * units, (k + 1) * units), shortest).join(', '),
  )
  return `const W = Float32Array.of(${inputs})
const B = Float32Array.of(${biases})
const V = Float32Array.of(${outputs})
const r = Math.fround
function f(x) {
  x = r(x)
  let y = 0
  for (let j = 0; j < ${units}; j++) {
    const h = r(r(W[j] * x) + B[j])
    if (h > 0) y = r(y + r(V[j] * h))
  }
  return r(y + r(${bias}))
}`
}

/** The fewest digits that are the number in 32 bits; nine always are. */
function shortest(value: number): number {
  const digits = [6, 7, 8].find((some) => Math.fround(Number(value.toPrecision(some))) === value)
  return Number(value.toPrecision(digits ?? 9))
}

/** No probe lies beyond: pieces out there are never seen. */
const REACH = 512
/** Pieces that matter less, relative to the range, drown in the rounding of 32-bit arithmetic. */
const RESOLUTION = 1e-6

/** The places where the graph of the network ends on either side as it is seen within `[low, high]`. */
export function visibleReach(
  weights: Weights,
  [low, high]: readonly [number, number],
): [number, number] {
  const xs = simplify(graph(weights)).map(([x]) => x)
  return [Math.max(...xs.filter((x) => x < low)), Math.min(...xs.filter((x) => x > high))]
}

type Knot = readonly [x: number, y: number]

/** The breakpoints of all units within reach, and both ends, from left to right. */
function graph(weights: Weights): Knot[] {
  const units = (weights.length - 1) / 3
  const breakpoints = Array.from({ length: units }, (_, j) => -weights[units + j]! / weights[j]!)
  return [-REACH, ...breakpoints.filter((x) => Math.abs(x) < REACH), REACH]
    .toSorted((a, b) => a - b)
    .map((x) => [x, forward(weights, x)])
}

/** Leaves out knots that the others reproduce (Ramer-Douglas-Peucker, on vertical distance). */
function simplify(knots: readonly Knot[]): Knot[] {
  const ys = knots.map(([, y]) => y)
  const tolerance = RESOLUTION * (Math.max(...ys) - Math.min(...ys))
  const between = (from: number, to: number): Knot[] => {
    const [x0, y0] = knots[from]!
    const [x1, y1] = knots[to]!
    let farthest = from
    let distance = tolerance
    for (let k = from + 1; k < to; k++) {
      const [x, y] = knots[k]!
      const gap = Math.abs(y0 + ((x - x0) * (y1 - y0)) / (x1 - x0) - y)
      if (gap > distance) [farthest, distance] = [k, gap]
    }
    return farthest === from
      ? [knots[from]!]
      : [...between(from, farthest), ...between(farthest, to)]
  }
  return [...between(0, knots.length - 1), knots.at(-1)!]
}
