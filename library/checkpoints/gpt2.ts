/** GPT-2 and its like, as `transformers` stores them. */
import { z } from 'zod'
import type { LayerWeights, Transformer } from '../transformer/model.ts'
import { NONE, transposeEach } from './layout.ts'
import { parse } from './parse.ts'
import type { Tensors } from './tensors.ts'

const Count = z.int().positive()
const Config = z.object({
  n_layer: Count,
  n_head: Count,
  n_embd: Count,
  n_inner: Count.nullish(),
  n_positions: Count,
  vocab_size: Count,
  layer_norm_epsilon: z.number().positive().default(1e-5),
  activation_function: z.enum(['gelu_new', 'gelu_pytorch_tanh']).default('gelu_new'),
  scale_attn_weights: z.literal(true).default(true),
  scale_attn_by_inverse_layer_idx: z.literal(false).default(false),
  add_cross_attention: z.literal(false).default(false),
  tie_word_embeddings: z.boolean().default(true),
})

/**
 * @param config what `config.json` says.
 * @param where it says so, for messages.
 */
export function loadGpt2(config: unknown, tensors: Tensors, where: string): Transformer {
  const read = parse(Config, config, where)
  const { n_layer: layers, n_head: heads, n_embd: dModel, vocab_size: vocabulary } = read
  const { n_positions: context, n_inner: inner, tie_word_embeddings: tied } = read
  const dMlp = inner ?? 4 * dModel
  const dHead = dModel / heads
  if (!Number.isInteger(dHead))
    throw new Error(`${where}: expected n_embd to be a multiple of n_head; got ${dModel}, ${heads}`)
  // With the head of a language model on it, names have a prefix.
  const prefix = tensors.has('wte.weight') ? '' : 'transformer.'
  const tensor = (name: string, ...shape: number[]) => tensors.read(`${prefix}${name}`, shape)
  const norm = (name: string) => ({
    w: tensor(`${name}.weight`, dModel),
    b: tensor(`${name}.bias`, dModel),
  })

  const layer = (number: number): LayerWeights => {
    const at = `h.${number}`
    const width = dModel * dModel
    const qkv = transposeEach(
      tensor(`${at}.attn.c_attn.weight`, dModel, 3 * dModel),
      dModel,
      3 * dModel,
    )
    const bias = tensor(`${at}.attn.c_attn.bias`, 3 * dModel)
    const [WQ, WK, WV] = [0, 1, 2].map((part) =>
      transposeEach(qkv.subarray(part * width, (part + 1) * width), dHead, dModel),
    )
    const [bQ, bK, bV] = [0, 1, 2].map((part) => bias.slice(part * dModel, (part + 1) * dModel))
    return {
      norm1: norm(`${at}.ln_1`),
      WQ: WQ!,
      WK: WK!,
      WV: WV!,
      WO: tensor(`${at}.attn.c_proj.weight`, dModel, dModel),
      bQ: bQ!,
      bK: bK!,
      bV: bV!,
      bO: tensor(`${at}.attn.c_proj.bias`, dModel),
      norm2: norm(`${at}.ln_2`),
      WIn: tensor(`${at}.mlp.c_fc.weight`, dModel, dMlp),
      WGate: NONE,
      bIn: tensor(`${at}.mlp.c_fc.bias`, dMlp),
      WOut: tensor(`${at}.mlp.c_proj.weight`, dMlp, dModel),
      bOut: tensor(`${at}.mlp.c_proj.bias`, dModel),
    }
  }

  const WE = tensor('wte.weight', vocabulary, dModel)
  const weights = {
    WE,
    WPos: tensor('wpe.weight', context, dModel),
    layers: Array.from({ length: layers }, (_, number) => layer(number)),
    normFinal: norm('ln_f'),
    WU: transposeEach(
      tied ? WE : tensors.read('lm_head.weight', [vocabulary, dModel]),
      vocabulary,
      dModel,
    ),
    bU: new Float32Array(vocabulary),
  }
  return {
    shape: {
      layers,
      heads,
      keyValueHeads: heads,
      dModel,
      dHead,
      dMlp,
      vocabulary,
      context,
      causal: true,
      normalization: 'layer',
      epsilon: read.layer_norm_epsilon,
      activation: 'gelu',
      gated: false,
      positions: { kind: 'learned' },
      attentionScale: Math.sqrt(dHead),
    },
    weights,
  }
}
