import type { Samples } from './prefix-sums.ts'
import type { Weights } from './protocol.ts'

/** The network's output at x, unit by unit. */
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

/** No probe lies beyond: pieces out there are never seen. */
const REACH = 512
/** Pieces that matter less, relative to the range, drown in the rounding of 32-bit arithmetic. */
const RESOLUTION = 1e-6

/**
 * JavaScript of the network: straight lines between the knots of its graph, and on beyond the
 * outer two. It departs from the network by at most about a millionth of its range on [-512, 512].
 */
export function networkSource(weights: Weights): string {
  const knots = simplify(graph(weights))
  return `const X = [${knots
    .map(([x]) => x.toPrecision(8))
    .map(Number)
    .join(', ')}]
const Y = [${knots
    .map(([, y]) => y.toPrecision(8))
    .map(Number)
    .join(', ')}]
function f(x) {
  let i = 1, j = X.length - 1
  while (i < j) {
    const k = (i + j) >> 1
    if (x < X[k]) j = k
    else i = k + 1
  }
  return Y[i - 1] + (x - X[i - 1]) * (Y[i] - Y[i - 1]) / (X[i] - X[i - 1])
}`
}

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
