import { fileURLToPath } from 'node:url'
import { openSafetensors } from '../../../library/checkpoints/safetensors.ts'
import type { LayerWeights, Shape, Transformer } from '../../../library/transformer/model.ts'

/** What differs between the trained models. */
export type TrainedSize = Pick<Shape, 'layers' | 'dMlp' | 'vocabulary' | 'context'>

const zeros = (count: number) => new Float32Array(count)

/** Weights that studies/circuits/train.py wrote, in single precision. */
export function readTrainedModel(name: string, size: TrainedSize): Transformer {
  const shape: Shape = {
    ...size,
    heads: 4,
    keyValueHeads: 4,
    dModel: 48,
    dHead: 12,
    causal: true,
    normalization: 'none',
    epsilon: 0,
    activation: 'relu',
    gated: false,
    positions: { kind: 'learned' },
    attentionScale: Math.sqrt(12),
  }
  const { layers, heads, dModel, dHead, dMlp, vocabulary, context } = shape
  const path = new URL(`../../../fixtures/circuits/${name}.safetensors`, import.meta.url)
  using tensors = openSafetensors(fileURLToPath(path))
  const norm = { w: zeros(0), b: zeros(0) }
  const reads = [heads, dModel, dHead]
  return {
    shape,
    weights: {
      WE: tensors.read('embed.W_E', [vocabulary, dModel]),
      WPos: tensors.read('pos_embed.W_pos', [context, dModel]),
      layers: Array.from({ length: layers }, (_, layer): LayerWeights => {
        const attention = (of: string, sizes: readonly number[]) =>
          tensors.read(`blocks.${layer}.attn.${of}`, sizes)
        const mlp = (of: string, sizes: readonly number[]) =>
          dMlp === 0 ? zeros(0) : tensors.read(`blocks.${layer}.mlp.${of}`, sizes)
        return {
          norm1: norm,
          WQ: attention('W_Q', reads),
          WK: attention('W_K', reads),
          WV: attention('W_V', reads),
          WO: attention('W_O', [heads, dHead, dModel]),
          bQ: zeros(heads * dHead),
          bK: zeros(heads * dHead),
          bV: zeros(heads * dHead),
          bO: zeros(dModel),
          norm2: norm,
          WIn: mlp('W_in', [dModel, dMlp]),
          WGate: zeros(0),
          bIn: mlp('b_in', [dMlp]),
          WOut: mlp('W_out', [dMlp, dModel]),
          bOut: dMlp === 0 ? zeros(dModel) : mlp('b_out', [dModel]),
        }
      }),
      normFinal: norm,
      WU: tensors.read('unembed.W_U', [dModel, vocabulary]),
      bU: zeros(vocabulary),
    },
  }
}
