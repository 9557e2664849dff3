/**
 * How FIND trains its approximations (arXiv 2309.03886, section 3.1): a network of one hidden
 * ReLU layer, PyTorch's default initialization, full-batch Adam on the mean squared error over
 * equispaced points of the domain.
 */
export const PROTOCOL = {
  units: 64,
  points: 10_000,
  steps: 10_000,
  rate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
} as const

export type Protocol = { readonly [K in keyof typeof PROTOCOL]: number }

/**
 * TermParameters of a 1-n-1 network: n input weights, n hidden biases, n output weights and the output
 * bias, in this order.
 */
export type Weights = Float32Array | Float64Array

export function parameterCount(units: number): number {
  return 3 * units + 1
}
