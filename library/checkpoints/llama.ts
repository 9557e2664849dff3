/** Llama and its like, under the names that `transformers` gives to tensors. */
import { z } from 'zod'
import type { LayerWeights, Transformer } from '../transformer/model.ts'
import { NONE, scaledBy, transposeEach } from './layout.ts'
import { parse } from './parse.ts'
import type { Tensors } from './tensors.ts'

const Count = z.int().positive()
const Config = z.object({
  num_hidden_layers: Count,
  num_attention_heads: Count,
  num_key_value_heads: Count.optional(),
  hidden_size: Count,
  head_dim: Count.nullish(),
  intermediate_size: Count,
  vocab_size: Count,
  max_position_embeddings: Count,
  rms_norm_eps: z.number().positive(),
  hidden_act: z.literal('silu'),
  rope_theta: z.number().positive().optional(),
  rope_scaling: z.null().optional(),
  rope_parameters: z
    .object({ rope_type: z.literal('default'), rope_theta: z.number().positive() })
    .optional(),
  attention_bias: z.boolean().default(false),
  mlp_bias: z.literal(false).default(false),
  tie_word_embeddings: z.boolean().default(false),
})

/** What a checkpoint says of a model. */
export type LlamaConfig = z.input<typeof Config>

/**
 * @param config what `config.json` says.
 * @param where it says so, for messages.
 */
export function loadLlama(config: unknown, tensors: Tensors, where: string): Transformer {
  const read = parse(Config, config, where)
  const { num_hidden_layers: layers, num_attention_heads: heads, hidden_size: dModel } = read
  const { intermediate_size: dMlp, vocab_size: vocabulary } = read
  const keyValueHeads = read.num_key_value_heads ?? heads
  const dHead = read.head_dim ?? dModel / heads
  if (!Number.isInteger(dHead) || dHead % 2 !== 0)
    throw new Error(`${where}: expected heads of an even width; got ${dHead}`)
  if (heads % keyValueHeads !== 0)
    throw new Error(
      `${where}: expected heads of queries to be a multiple of those of keys; ` +
        `got ${heads}, ${keyValueHeads}`,
    )

  const layer = (number: number): LayerWeights => {
    const at = `model.layers.${number}`
    const matrix = (name: string, to: number, from: number) =>
      tensors.read(`${at}.${name}.weight`, [to, from])
    const linear = (name: string, to: number, from: number) =>
      transposeEach(matrix(name, to, from), to, from)
    const norm = (name: string) => scaledBy(tensors.read(`${at}.${name}.weight`, [dModel]))
    const perHead = (name: string, count: number) =>
      transposeEach(matrix(name, count * dHead, dModel), dHead, dModel)
    const bias = (name: string, width: number) =>
      read.attention_bias
        ? tensors.read(`${at}.self_attn.${name}.bias`, [width])
        : new Float32Array(width)
    return {
      norm1: norm('input_layernorm'),
      WQ: perHead('self_attn.q_proj', heads),
      WK: perHead('self_attn.k_proj', keyValueHeads),
      WV: perHead('self_attn.v_proj', keyValueHeads),
      WO: linear('self_attn.o_proj', dModel, heads * dHead),
      bQ: bias('q_proj', heads * dHead),
      bK: bias('k_proj', keyValueHeads * dHead),
      bV: bias('v_proj', keyValueHeads * dHead),
      bO: bias('o_proj', dModel),
      norm2: norm('post_attention_layernorm'),
      WIn: linear('mlp.up_proj', dMlp, dModel),
      WGate: linear('mlp.gate_proj', dMlp, dModel),
      bIn: new Float32Array(dMlp),
      WOut: linear('mlp.down_proj', dModel, dMlp),
      bOut: new Float32Array(dModel),
    }
  }

  const WE = tensors.read('model.embed_tokens.weight', [vocabulary, dModel])
  const weights = {
    WE,
    WPos: NONE,
    layers: Array.from({ length: layers }, (_, number) => layer(number)),
    normFinal: scaledBy(tensors.read('model.norm.weight', [dModel])),
    WU: transposeEach(
      read.tie_word_embeddings ? WE : tensors.read('lm_head.weight', [vocabulary, dModel]),
      vocabulary,
      dModel,
    ),
    bU: new Float32Array(vocabulary),
  }
  return {
    shape: {
      layers,
      heads,
      keyValueHeads,
      dModel,
      dHead,
      dMlp,
      vocabulary,
      context: read.max_position_embeddings,
      causal: true,
      normalization: 'rms',
      epsilon: read.rms_norm_eps,
      activation: 'silu',
      gated: true,
      positions: {
        kind: 'rotary',
        base: read.rope_parameters?.rope_theta ?? read.rope_theta ?? 10_000,
      },
      attentionScale: Math.sqrt(dHead),
    },
    weights,
  }
}
