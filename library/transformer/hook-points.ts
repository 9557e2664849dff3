/**
 * Places in a transformer at which an activation can be read, exchanged and differentiated, under
 * the names that TransformerLens gave them up to its version 3 (its version 4 still knows most of
 * them as aliases).
 */

/**
 * What is at a hook point, by its part of the name. All are of shape [batch, position, …]:
 * `q`, `k`, `v`, `z` […, head, dHead] (keys and values: of their heads; before rotary positions,
 * after them `rot_q` and `rot_k`), `result` […, head, dModel] (without the bias), `scores` and
 * `pattern` [batch, head, query, key], `q_input`, `k_input`, `v_input` […, head, dModel] before the
 * norm, the rest […, dModel] (`mlp_in` before the norm) or, `pre`, `pre_linear` and `post`,
 * […, dMlp]. Of a gated MLP `pre` is what the activation is taken of, `pre_linear` its factor.
 */
export const HOOK_KINDS = [
  'resid_pre',
  'q_input',
  'k_input',
  'v_input',
  'q',
  'k',
  'v',
  'rot_q',
  'rot_k',
  'scores',
  'pattern',
  'z',
  'result',
  'attn_out',
  'resid_mid',
  'mlp_in',
  'pre',
  'pre_linear',
  'post',
  'mlp_out',
  'resid_post',
] as const
export type HookKind = (typeof HOOK_KINDS)[number]

export interface HookPoint {
  readonly kind: HookKind
  readonly layer: number
  /** All heads without it. */
  readonly head?: number
}

interface Place {
  /** What follows `blocks.<layer>.` in the legacy name. */
  readonly legacy: string
  /** The same in TransformerLens 4. */
  readonly current: string
  /**
   * Whether the residual stream is read here before a norm or what is here was made of it after
   * one. In TransformerLens 4 `attn.hook_in` and `mlp.hook_in` have the names of inputs and the
   * shape of `q_input` and `mlp_in`, but are after the norm; `ln2.hook_in` has what `resid_mid` has,
   * but what is done to it there reaches the MLP alone, as at `mlp_in`.
   */
  readonly norm: 'before' | 'after'
}

/** Every hook point by its names; those of an MLP that is not gated. */
export const PLACES: Readonly<Record<HookKind, Place>> = {
  resid_pre: { legacy: 'hook_resid_pre', current: 'hook_in', norm: 'before' },
  q_input: { legacy: 'hook_q_input', current: 'attn.hook_q_input', norm: 'before' },
  k_input: { legacy: 'hook_k_input', current: 'attn.hook_k_input', norm: 'before' },
  v_input: { legacy: 'hook_v_input', current: 'attn.hook_v_input', norm: 'before' },
  q: { legacy: 'attn.hook_q', current: 'attn.q.hook_out', norm: 'after' },
  k: { legacy: 'attn.hook_k', current: 'attn.k.hook_out', norm: 'after' },
  v: { legacy: 'attn.hook_v', current: 'attn.v.hook_out', norm: 'after' },
  rot_q: { legacy: 'attn.hook_rot_q', current: 'attn.hook_rot_q', norm: 'after' },
  rot_k: { legacy: 'attn.hook_rot_k', current: 'attn.hook_rot_k', norm: 'after' },
  scores: { legacy: 'attn.hook_attn_scores', current: 'attn.hook_attn_scores', norm: 'after' },
  pattern: { legacy: 'attn.hook_pattern', current: 'attn.hook_pattern', norm: 'after' },
  z: { legacy: 'attn.hook_z', current: 'attn.o.hook_in', norm: 'after' },
  result: { legacy: 'attn.hook_result', current: 'attn.hook_result', norm: 'after' },
  attn_out: { legacy: 'hook_attn_out', current: 'attn.hook_out', norm: 'after' },
  resid_mid: { legacy: 'hook_resid_mid', current: 'ln2.hook_in', norm: 'before' },
  mlp_in: { legacy: 'hook_mlp_in', current: 'hook_mlp_in', norm: 'before' },
  pre: { legacy: 'mlp.hook_pre', current: 'mlp.in.hook_out', norm: 'after' },
  pre_linear: { legacy: 'mlp.hook_pre_linear', current: 'mlp.in.hook_out', norm: 'after' },
  post: { legacy: 'mlp.hook_post', current: 'mlp.out.hook_in', norm: 'after' },
  mlp_out: { legacy: 'hook_mlp_out', current: 'mlp.hook_out', norm: 'after' },
  resid_post: { legacy: 'hook_resid_post', current: 'hook_out', norm: 'before' },
}

/** The kinds whose activations are of heads. */
export const KINDS_OF_HEADS: ReadonlySet<HookKind> = new Set([
  'q_input',
  'k_input',
  'v_input',
  'q',
  'k',
  'v',
  'rot_q',
  'rot_k',
  'scores',
  'pattern',
  'z',
  'result',
])

/** `blocks.1.attn.hook_result[2]` */
export function nameOfHook({ kind, layer, head }: HookPoint): string {
  return `blocks.${layer}.${PLACES[kind].legacy}${head === undefined ? '' : `[${head}]`}`
}

/** Its name in TransformerLens 4, where a head is an index of the tensor: `blocks.1.attn.o.hook_in`. */
export function currentNameOfHook({ kind, layer }: HookPoint, gated: boolean): string {
  const { current } = PLACES[kind]
  return `blocks.${layer}.${gated && kind === 'pre' ? 'mlp.gate.hook_out' : current}`
}

/** The hook point of this name, as {@link nameOfHook} writes it. Throws if there is none. */
export function parseHook(name: string): HookPoint {
  const [, layer, legacy, head] = /^blocks\.(\d+)\.([a-z_.]+?)(?:\[(\d+)\])?$/.exec(name) ?? []
  if (layer === undefined) {
    throw new Error(`"${name}" is no hook point; expected one like blocks.0.attn.hook_z[3].`)
  }
  const kind = HOOK_KINDS.find((other) => PLACES[other].legacy === legacy)
  if (!kind) {
    const all = HOOK_KINDS.map((other) => PLACES[other].legacy).join(', ')
    throw new Error(`"${name}" is no hook point; expected blocks.${layer}. and one of ${all}.`)
  }
  if (head === undefined) return { kind, layer: Number(layer) }
  if (!KINDS_OF_HEADS.has(kind)) {
    throw new Error(`"${name}" names head ${head}; expected none, as the activation is of no head.`)
  }
  return { kind, layer: Number(layer), head: Number(head) }
}
