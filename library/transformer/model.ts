/**
 * A transformer as numbers: its shape and its weights, in the layout and under the names of
 * TransformerLens, so that any of them can be compared value by value.
 */

/** Row-major numbers. Float64 is the reference. */
export type Numbers = Float64Array | Float32Array

export interface Shape {
  readonly layers: number
  readonly heads: number
  /** Heads that keys and values have: as many as `heads`, or a divisor of it (grouped queries). */
  readonly keyValueHeads: number
  /** The width of the residual stream. */
  readonly dModel: number
  readonly dHead: number
  /** 0 of a model without MLPs. */
  readonly dMlp: number
  readonly vocabulary: number
  /** The most tokens that a prompt may have. */
  readonly context: number
  /** Whether a position sees itself and earlier ones alone. */
  readonly causal: boolean
  /** Before attention, before the MLP and before unembedding. */
  readonly normalization: 'none' | 'layer' | 'rms'
  readonly epsilon: number
  /** `gelu` is the approximation by tanh, as GPT-2 has it. */
  readonly activation: 'relu' | 'gelu' | 'silu'
  /** Whether `activation(x W_gate)` multiplies `x W_in` (SwiGLU). */
  readonly gated: boolean
  readonly positions:
    | { readonly kind: 'learned' }
    | { readonly kind: 'rotary'; readonly base: number }
  /** What attention scores are divided by: sqrt(dHead) as a rule. */
  readonly attentionScale: number
}

/** Scale and shift of a normalization; both empty where there is none, `b` empty of RMSNorm. */
export interface NormWeights {
  readonly w: Numbers
  readonly b: Numbers
}

export interface LayerWeights {
  readonly norm1: NormWeights
  /** [heads, dModel, dHead]; keys and values have `keyValueHeads`. */
  readonly WQ: Numbers
  readonly WK: Numbers
  readonly WV: Numbers
  /** [heads, dHead, dModel] */
  readonly WO: Numbers
  /** [heads, dHead]; keys and values have `keyValueHeads`. */
  readonly bQ: Numbers
  readonly bK: Numbers
  readonly bV: Numbers
  /** [dModel] */
  readonly bO: Numbers
  readonly norm2: NormWeights
  /** [dModel, dMlp]; `WGate` is empty where the MLP is not gated. */
  readonly WIn: Numbers
  readonly WGate: Numbers
  /** [dMlp] */
  readonly bIn: Numbers
  /** [dMlp, dModel] */
  readonly WOut: Numbers
  /** [dModel] */
  readonly bOut: Numbers
}

export interface Weights {
  /** [vocabulary, dModel] */
  readonly WE: Numbers
  /** [context, dModel]; empty of a model with rotary positions. */
  readonly WPos: Numbers
  readonly layers: readonly LayerWeights[]
  readonly normFinal: NormWeights
  /** [dModel, vocabulary] */
  readonly WU: Numbers
  /** [vocabulary] */
  readonly bU: Numbers
}

export interface Transformer {
  readonly shape: Shape
  readonly weights: Weights
}
