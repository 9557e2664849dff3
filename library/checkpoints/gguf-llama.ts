/** Llama and its like, as llama.cpp stores them. */
import { z } from 'zod'
import type { Transformer } from '../transformer/model.ts'
import type { Gguf } from './gguf.ts'
import { type LlamaConfig, loadLlama } from './llama.ts'
import { parse } from './parse.ts'
import type { Tensors } from './tensors.ts'

const NAMES: Readonly<Record<string, string>> = {
  'model.embed_tokens': 'token_embd',
  'model.norm': 'output_norm',
  lm_head: 'output',
  input_layernorm: 'attn_norm',
  'self_attn.q_proj': 'attn_q',
  'self_attn.k_proj': 'attn_k',
  'self_attn.v_proj': 'attn_v',
  'self_attn.o_proj': 'attn_output',
  post_attention_layernorm: 'ffn_norm',
  'mlp.gate_proj': 'ffn_gate',
  'mlp.up_proj': 'ffn_up',
  'mlp.down_proj': 'ffn_down',
}

const Count = z.int().positive()
const Metadata = z.object({
  'llama.block_count': Count,
  'llama.context_length': Count,
  'llama.embedding_length': Count,
  'llama.feed_forward_length': Count,
  'llama.attention.head_count': Count,
  'llama.attention.head_count_kv': Count.optional(),
  'llama.attention.key_length': Count.optional(),
  'llama.attention.layer_norm_rms_epsilon': z.number().positive(),
  'llama.rope.freq_base': z.number().positive().default(10_000),
  'llama.rope.dimension_count': Count.optional(),
  'llama.rope.scaling.type': z.literal('none').optional(),
  'llama.expert_count': z.literal(0).optional(),
})

/** @param path of the file, for messages. */
export function loadLlamaGguf(gguf: Gguf, path: string): Transformer {
  const read = parse(Metadata, Object.fromEntries(gguf.metadata), path)
  const heads = read['llama.attention.head_count']
  const keyValueHeads = read['llama.attention.head_count_kv'] ?? heads
  const dModel = read['llama.embedding_length']
  const dHead = read['llama.attention.key_length'] ?? dModel / heads
  const rotated = read['llama.rope.dimension_count'] ?? dHead
  if (rotated !== dHead)
    throw new Error(`${path}: expected all ${dHead} dimensions of a head to rotate; got ${rotated}`)
  if (gguf.has('rope_freqs.weight'))
    throw new Error(
      `${path}: expected rotary positions of one base; got factors, rope_freqs.weight`,
    )
  const config: LlamaConfig = {
    num_hidden_layers: read['llama.block_count'],
    num_attention_heads: heads,
    num_key_value_heads: keyValueHeads,
    hidden_size: dModel,
    head_dim: dHead,
    intermediate_size: read['llama.feed_forward_length'],
    vocab_size: gguf.shapeOf('token_embd.weight')[0]!,
    max_position_embeddings: read['llama.context_length'],
    rms_norm_eps: read['llama.attention.layer_norm_rms_epsilon'],
    hidden_act: 'silu',
    rope_theta: read['llama.rope.freq_base'],
    attention_bias: gguf.has('blk.0.attn_q.bias'),
    tie_word_embeddings: !gguf.has('output.weight'),
  }
  return loadLlama(config, renamed(gguf, dHead), path)
}

/** The tensors under the names of `transformers`, and in its order. */
function renamed(gguf: Gguf, dHead: number): Tensors {
  return {
    has: (name) => gguf.has(nameOf(name)),
    read(name, shape) {
      const tensor = gguf.read(nameOf(name), shape)
      return /\.[qk]_proj\./.test(name) ? halvesApart(tensor, dHead, shape[1] ?? 1) : tensor
    },
    [Symbol.dispose]: () => gguf[Symbol.dispose](),
  }
}

/** The name in a GGUF file of what `transformers` calls otherwise. */
function nameOf(name: string): string {
  const [, layer, part, kind] = /^(?:model\.layers\.(\d+)\.)?(.+)\.(weight|bias)$/.exec(name)!
  return `${layer === undefined ? '' : `blk.${layer}.`}${NAMES[part!]}.${kind}`
}

/**
 * Rows of queries and keys as they rotate in two halves of a head. llama.cpp rotates neighbours,
 * so that its rows alternate between the halves.
 */
function halvesApart(rows: Float32Array, dHead: number, width: number): Float32Array {
  const apart = new Float32Array(rows.length)
  for (let row = 0; row < rows.length / width; row++) {
    const [head, within] = [Math.floor(row / dHead), row % dHead]
    const from = head * dHead + 2 * (within % (dHead / 2)) + Math.floor((2 * within) / dHead)
    apart.set(rows.subarray(from * width, (from + 1) * width), row * width)
  }
  return apart
}
