import type { LayerWeights, NormWeights, Shape, Transformer } from '../model.ts'

const BASIC: Shape = {
  layers: 2,
  heads: 4,
  keyValueHeads: 4,
  dModel: 8,
  dHead: 4,
  dMlp: 12,
  vocabulary: 11,
  context: 8,
  causal: true,
  normalization: 'layer',
  epsilon: 1e-5,
  activation: 'gelu',
  gated: false,
  positions: { kind: 'learned' },
  attentionScale: 2,
}

/** Numbers between -1 and 1, the same each time and in any language. */
export function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state / 2 ** 31
  }
}

/**
 * A transformer of this shape (a small one without it) with random weights. The order in which they
 * are drawn is that of studies/circuits/golden.py.
 */
export function randomTransformer(given: Partial<Shape> = {}, seed = 1): Transformer {
  const shape = { ...BASIC, ...given }
  const { layers, heads, keyValueHeads, dModel, dHead, dMlp, vocabulary, context } = shape
  const draw = uniform(seed)
  const some = (count: number, size: number, from = 0): Float64Array =>
    Float64Array.from({ length: count }, () => from + size * draw())
  const norm = (): NormWeights => ({
    w: some(shape.normalization === 'none' ? 0 : dModel, 0.3, 1),
    b: some(shape.normalization === 'layer' ? dModel : 0, 0.3),
  })
  const layer = (): LayerWeights => ({
    norm1: norm(),
    WQ: some(heads * dModel * dHead, 0.5),
    WK: some(keyValueHeads * dModel * dHead, 0.5),
    WV: some(keyValueHeads * dModel * dHead, 0.5),
    WO: some(heads * dHead * dModel, 0.5),
    bQ: some(heads * dHead, 0.3),
    bK: some(keyValueHeads * dHead, 0.3),
    bV: some(keyValueHeads * dHead, 0.3),
    bO: some(dModel, 0.3),
    norm2: norm(),
    WIn: some(dModel * dMlp, 0.5),
    WGate: some(shape.gated ? dModel * dMlp : 0, 0.5),
    bIn: some(shape.gated ? 0 : dMlp, 0.3),
    WOut: some(dMlp * dModel, 0.5),
    bOut: some(dModel, 0.3),
  })
  const weights = {
    WE: some(vocabulary * dModel, 1),
    WPos: some(shape.positions.kind === 'learned' ? context * dModel : 0, 1),
    layers: Array.from({ length: layers }, layer),
    normFinal: norm(),
    WU: some(dModel * vocabulary, 0.5),
    bU: some(vocabulary, 0.3),
  }
  return { shape, weights }
}
