import type { Numbers, Shape } from './model.ts'

/**
 * The arithmetic that the engine is made of, in one precision. Tensors lie in one memory and are
 * named by their address; a *row* is one position of one prompt, and rows are ordered by position,
 * then prompt: row = position · batch + prompt. So the positions from any one on are one block.
 *
 * What every implementation must hold to, so that a partial recompute equals the full one bit for
 * bit: a number depends on its own inputs alone, in an order of operations that is the same
 * whatever the number of rows, the batch, the range of positions, the strides, and the other
 * columns of a weight (a weight made of some columns of another gives the same numbers). Multiply
 * and add each round (no fused multiply-add).
 */
export interface Kernels {
  /** All tensors. Another array after `allocate` or `prepare`: read it anew after them. */
  readonly memory: Numbers

  /** Room for a tensor; its numbers are undefined. */
  allocate(length: number): Address
  /** Gives the room back. */
  free(address: Address): void

  /**
   * A matrix [inputs, outputs], row-major, with a bias [outputs] or none, packed as this
   * implementation likes it. Kept for as long as the kernels are.
   */
  prepare(matrix: Numbers, inputs: number, outputs: number, bias?: Numbers): Weight
  /**
   * out[row] = x[row] · weight + bias. Each product is summed in ascending order of the inputs,
   * starting from 0, the bias last. The strides are the distances of rows in numbers.
   */
  linear(
    out: Address,
    outStride: number,
    x: Address,
    xStride: number,
    rows: number,
    weight: Weight,
  ): void

  /** Scale [size], shift [size] or empty, of a LayerNorm or an RMSNorm. */
  prepareNorm(kind: 'layer' | 'rms', epsilon: number, scale: Numbers, shift: Numbers): Norm
  /**
   * out[row] = (x[row] - mean) / sqrt(mean square of that + epsilon) · scale + shift; of an RMSNorm
   * without the mean. Rows are [size] and follow one another.
   */
  normalize(out: Address, x: Address, rows: number, norm: Norm): void
  /**
   * dx[row] from dy[row] and the x[row] that was normalized. Where it is `frozen`, what x is
   * divided by counts as a constant (the mean does not).
   */
  normalizeBackward(
    dx: Address,
    dy: Address,
    x: Address,
    rows: number,
    norm: Norm,
    frozen: boolean,
  ): void

  /**
   * Turns queries or keys [position, batch, heads, dHead] by their position, for positions
   * first ≤ p < last: out_i = x_i cos - x_j sin, out_j = x_j cos + x_i sin with j = i + dHead/2
   * (Llama's way), cosines and sines [context, dHead/2] being tensors. Back again if `inverse`.
   * Addresses are those of position 0.
   */
  rotate(
    out: Address,
    x: Address,
    first: number,
    last: number,
    batch: number,
    heads: number,
    dHead: number,
    cosines: Address,
    sines: Address,
    inverse: boolean,
  ): void

  /**
   * scores = q · k / scale, for queries first ≤ p < last; addresses are those of position 0.
   * q [position, batch, heads, dHead], k [position, batch, keyValueHeads, dHead],
   * scores [query, batch, head, key]. A key that a query does not see gets -Infinity.
   * Query head h has the keys and values of head floor(h · keyValueHeads / heads).
   */
  scores(
    scores: Address,
    q: Address,
    k: Address,
    first: number,
    last: number,
    shape: AttentionShape,
  ): void
  /** pattern = softmax of scores over the keys that a query sees; exactly 0 on the others. */
  softmax(
    pattern: Address,
    scores: Address,
    first: number,
    last: number,
    shape: AttentionShape,
  ): void
  /** z [query, batch, head, dHead] = pattern · v, summed in ascending order of keys. */
  mix(
    z: Address,
    pattern: Address,
    v: Address,
    first: number,
    last: number,
    shape: AttentionShape,
  ): void

  /** Of all positions: dPattern (0 on keys not seen) and dv from dz. Overwrites both. */
  mixBackward(
    dPattern: Address,
    dv: Address,
    dz: Address,
    pattern: Address,
    v: Address,
    shape: AttentionShape,
  ): void
  /** Of all positions: dScores = pattern · (dPattern - sum of pattern · dPattern). */
  softmaxBackward(
    dScores: Address,
    dPattern: Address,
    pattern: Address,
    shape: AttentionShape,
  ): void
  /** Of all positions: dq and dk from dScores. Overwrites both. */
  scoresBackward(
    dq: Address,
    dk: Address,
    dScores: Address,
    q: Address,
    k: Address,
    shape: AttentionShape,
  ): void

  /** post = activation(pre), times `linear` unless that is `NOWHERE`. `count` numbers. */
  activate(
    post: Address,
    pre: Address,
    linear: Address,
    count: number,
    activation: Shape['activation'],
  ): void
  /** dPre, and dLinear unless `linear` is `NOWHERE`, from dPost. */
  activateBackward(
    dPre: Address,
    dLinear: Address,
    dPost: Address,
    pre: Address,
    linear: Address,
    count: number,
    activation: Shape['activation'],
  ): void

  /** out = x, which do not overlap. */
  copy(out: Address, x: Address, count: number): void
  /** out = a + b. `out` may be one of them. */
  add(out: Address, a: Address, b: Address, count: number): void
  /** out = out + (plus - minus): exactly `out` where both are the same. */
  exchange(out: Address, plus: Address, minus: Address, count: number): void
}

/** Where a tensor begins in the memory, counted in numbers. */
export type Address = number
/** The address of a tensor that there is not. */
export const NOWHERE: Address = -1

/** A matrix as an implementation keeps it. */
export interface Weight {
  readonly inputs: number
  readonly outputs: number
}
/** A normalization as an implementation keeps it. */
export interface Norm {
  readonly size: number
}

export interface AttentionShape {
  readonly batch: number
  /** The positions of a prompt: as many as keys. */
  readonly positions: number
  readonly heads: number
  readonly keyValueHeads: number
  readonly dHead: number
  readonly scale: number
  /** Whether a query sees the keys up to its own position alone. */
  readonly causal: boolean
}
