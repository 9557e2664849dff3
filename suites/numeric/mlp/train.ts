/**
 * Full-batch training of a 1-n-1 ReLU network in O(n) per step, whatever the number of points.
 *
 * The network is linear between the breakpoints -b/w of its units, and on a run of points where it
 * is the line s·x + t, the residual sums of the gradient are
 *
 *   Σ r   = s·Σx  + t·N  - Σy
 *   Σ r·x = s·Σx² + t·Σx - Σxy
 *
 * whose right-hand sums are differences of prefix sums that training never changes. A unit is
 * active on one side of its breakpoint, so its gradient needs those two sums of that side only.
 * Points are equispaced: the index of a breakpoint is arithmetic.
 */
import { randomUniform } from 'd3-random'
import type { Random } from '../../../plugins/contracts.ts'
import { prefixSums, type PrefixSums, type Samples } from './prefix-sums.ts'
import { parameterCount, type Protocol } from './protocol.ts'

/** Trains a network on the samples and returns its parameters, rounded to 32 bits. */
export function train(samples: Samples, protocol: Protocol, random: Random): Float32Array {
  const weights = initialize(protocol.units, random)
  const gradient = new Float64Array(weights.length)
  const sums = prefixSums(samples)
  // From one step to the next the order of the breakpoints hardly changes: it is kept.
  const order = Uint16Array.from({ length: protocol.units }, (_, unit) => unit)
  const update = adam(weights, gradient, protocol)
  for (let step = 0; step < protocol.steps; step++) {
    differentiate(weights, samples, sums, order, gradient)
    update()
  }
  return Float32Array.from(weights)
}

/** PyTorch's default for linear layers: U(-1/√fan_in, 1/√fan_in), weights and biases alike. */
export function initialize(units: number, random: Random): Float64Array {
  const uniform = randomUniform.source(random)
  const hidden = uniform(-1, 1)
  const output = uniform(-1 / Math.sqrt(units), 1 / Math.sqrt(units))
  return Float64Array.from({ length: parameterCount(units) }, (_, i) =>
    i < 2 * units ? hidden() : output(),
  )
}

/** Writes the gradient of the mean squared error into `gradient`; sorts `order`. */
export function differentiate(
  weights: Float64Array,
  samples: Samples,
  sums: PrefixSums,
  order: Uint16Array,
  gradient: Float64Array,
): void {
  const units = order.length
  const points = samples.targets.length
  const firsts = new Uint32Array(units)
  for (let j = 0; j < units; j++) {
    firsts[j] = firstBeyond(-weights[units + j]! / weights[j]!, samples)
  }
  insertionSort(order, firsts)

  // The line left of all breakpoints: units of negative weight are active.
  let slope = 0
  let intercept = weights[3 * units]!
  for (let j = 0; j < units; j++) {
    if (weights[j]! >= 0) continue
    slope += weights[2 * units + j]! * weights[j]!
    intercept += weights[2 * units + j]! * weights[units + j]!
  }

  // Residual sums over all points before each breakpoint, kept by unit.
  const before = new Float64Array(units)
  const beforeX = new Float64Array(units)
  let residual = 0
  let residualX = 0
  let from = 0
  for (let k = 0; k <= units; k++) {
    const unit = order[k]
    const to = unit === undefined ? points : firsts[unit]!
    const x = sums.x[to]! - sums.x[from]!
    const count = sums.count[to]! - sums.count[from]!
    residual += slope * x + intercept * count - (sums.y[to]! - sums.y[from]!)
    residualX +=
      slope * (sums.xx[to]! - sums.xx[from]!) + intercept * x - (sums.xy[to]! - sums.xy[from]!)
    if (unit === undefined) break
    before[unit] = residual
    beforeX[unit] = residualX
    // Left to right, a unit of positive weight sets in here, and one of negative weight ends.
    const output = weights[unit]! < 0 ? -weights[2 * units + unit]! : weights[2 * units + unit]!
    slope += output * weights[unit]!
    intercept += output * weights[units + unit]!
    from = to
  }

  const scale = 2 / sums.count[points]!
  for (let j = 0; j < units; j++) {
    const w = weights[j]!
    const active = scale * (w < 0 ? before[j]! : residual - before[j]!)
    const activeX = scale * (w < 0 ? beforeX[j]! : residualX - beforeX[j]!)
    gradient[j] = weights[2 * units + j]! * activeX
    gradient[units + j] = weights[2 * units + j]! * active
    gradient[2 * units + j] = w * activeX + weights[units + j]! * active
  }
  gradient[3 * units] = scale * residual
}

/** Adam (arXiv 1412.6980, algorithm 1), as a function that makes one step. */
function adam(weights: Float64Array, gradient: Float64Array, protocol: Protocol): () => void {
  const { rate, beta1, beta2, epsilon } = protocol
  const first = new Float64Array(weights.length)
  const second = new Float64Array(weights.length)
  let decay1 = 1
  let decay2 = 1
  return () => {
    decay1 *= beta1
    decay2 *= beta2
    const size = rate / (1 - decay1)
    const correction = Math.sqrt(1 - decay2)
    for (let i = 0; i < weights.length; i++) {
      const g = gradient[i]!
      first[i] = beta1 * first[i]! + (1 - beta1) * g
      second[i] = beta2 * second[i]! + (1 - beta2) * g * g
      weights[i]! -= (size * first[i]!) / (Math.sqrt(second[i]!) / correction + epsilon)
    }
  }
}

/** Index of the first point to the right of `x`, in [0, points]. */
function firstBeyond(x: number, { low, spacing, targets }: Samples): number {
  const index = Math.floor((x - low) / spacing) + 1
  if (index >= targets.length) return targets.length
  return index > 0 ? index : 0
}

/** Sorts `order` by the keys it points at: linear where it is nearly sorted already. */
function insertionSort(order: Uint16Array, keys: Uint32Array): void {
  for (let i = 1; i < order.length; i++) {
    const moved = order[i]!
    const key = keys[moved]!
    let j = i - 1
    for (; j >= 0 && keys[order[j]!]! > key; j--) order[j + 1] = order[j]!
    order[j + 1] = moved
  }
}
