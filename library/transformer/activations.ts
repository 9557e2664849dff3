import type { Shape } from './model.ts'

interface Activation {
  readonly of: (x: number) => number
  readonly slope: (x: number) => number
}

const ROOT = Math.sqrt(2 / Math.PI)
const CUBIC = 0.044715

/** What MLPs do to their neurons, and its derivative. */
export const activations: Readonly<Record<Shape['activation'], Activation>> = {
  relu: { of: (x) => (x > 0 ? x : 0), slope: (x) => (x > 0 ? 1 : 0) },
  gelu: {
    of: (x) => 0.5 * x * (1 + Math.tanh(ROOT * (x + CUBIC * x * x * x))),
    slope: (x) => {
      const tanh = Math.tanh(ROOT * (x + CUBIC * x * x * x))
      return 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * ROOT * (1 + 3 * CUBIC * x * x)
    },
  },
  silu: {
    of: (x) => x / (1 + Math.exp(-x)),
    slope: (x) => {
      const gate = 1 / (1 + Math.exp(-x))
      return gate * (1 + x * (1 - gate))
    },
  },
}
