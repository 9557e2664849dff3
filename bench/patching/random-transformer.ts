import type { LayerWeights, Shape, Transformer } from '../../library/transformer/model.ts'

/** A transformer as GPT-2 is made, of this size, with random weights that keep its activations ~1. */
export function randomTransformer(
  size: Pick<Shape, 'layers' | 'heads' | 'dHead' | 'dMlp' | 'vocabulary' | 'context'>,
): Transformer {
  const { layers, heads, dHead, dMlp, vocabulary, context } = size
  const dModel = heads * dHead
  const shape: Shape = {
    ...size,
    keyValueHeads: heads,
    dModel,
    causal: true,
    normalization: 'layer',
    epsilon: 1e-5,
    activation: 'gelu',
    gated: false,
    positions: { kind: 'learned' },
    attentionScale: Math.sqrt(dHead),
  }
  const draw = uniform()
  const some = (count: number, deviation: number): Float32Array => {
    const values = new Float32Array(count)
    for (let i = 0; i < count; i++) values[i] = draw() * Math.sqrt(3) * deviation
    return values
  }
  const norm = () => ({ w: some(dModel, 0.1).map((x) => x + 1), b: some(dModel, 0.1) })
  const layer = (): LayerWeights => {
    const project = () => some(dModel * dModel, dModel ** -0.5)
    return {
      norm1: norm(),
      WQ: project(),
      WK: project(),
      WV: project(),
      WO: project(),
      bQ: some(dModel, 0.1),
      bK: some(dModel, 0.1),
      bV: some(dModel, 0.1),
      bO: some(dModel, 0.1),
      norm2: norm(),
      WIn: some(dModel * dMlp, dModel ** -0.5),
      WGate: new Float32Array(0),
      bIn: some(dMlp, 0.1),
      WOut: some(dMlp * dModel, dMlp ** -0.5),
      bOut: some(dModel, 0.1),
    }
  }
  return {
    shape,
    weights: {
      WE: some(vocabulary * dModel, 1),
      WPos: some(context * dModel, 1),
      layers: Array.from({ length: layers }, layer),
      normFinal: norm(),
      WU: some(dModel * vocabulary, dModel ** -0.5),
      bU: some(vocabulary, 0.1),
    },
  }
}

/** Numbers between -1 and 1, the same each time: millions of them a second. */
function uniform(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state / 2 ** 31
  }
}
