/**
 * What kernel.wasm exports, as assembly/ has it. Addresses and distances of rows (`…Row`) are in
 * bytes.
 */
export interface Exports {
  /** The first byte that is not the kernels' own. */
  readonly begin: { readonly value: number }
  linear(
    out: number,
    outRow: number,
    x: number,
    xRow: number,
    rows: number,
    weight: number,
    bias: number,
    inputs: number,
    outputs: number,
  ): void
  layerNorm(
    out: number,
    x: number,
    rows: number,
    size: number,
    epsilon: number,
    scale: number,
    shift: number,
  ): void
  rmsNorm(out: number, x: number, rows: number, size: number, epsilon: number, scale: number): void
  scores(
    out: number,
    q: number,
    k: number,
    first: number,
    last: number,
    batch: number,
    positions: number,
    heads: number,
    keyValueHeads: number,
    dHead: number,
    causal: boolean,
    scale: number,
    work: number,
  ): void
  softmax(
    out: number,
    x: number,
    first: number,
    last: number,
    rows: number,
    positions: number,
    causal: boolean,
  ): void
  mix(
    z: number,
    pattern: number,
    v: number,
    first: number,
    last: number,
    batch: number,
    positions: number,
    heads: number,
    keyValueHeads: number,
    dHead: number,
    causal: boolean,
  ): void
  relu(out: number, x: number, count: number): void
  gelu(out: number, x: number, count: number): void
  silu(out: number, x: number, count: number): void
  copy(out: number, x: number, count: number): void
  add(out: number, a: number, b: number, count: number): void
  multiply(out: number, a: number, b: number, count: number): void
  exchange(out: number, plus: number, minus: number, count: number): void
}
