import type { HookKind } from './hook-points.ts'
import type { Address } from './kernels.ts'
import type { Shape } from './model.ts'

/** The activations that a run keeps; the other hook points are made of them when asked for. */
export const SLOTS = [
  'resid_pre',
  'q',
  'k',
  'v',
  'rot_q',
  'rot_k',
  'scores',
  'pattern',
  'z',
  'attn_out',
  'resid_mid',
  'pre',
  'pre_linear',
  'post',
  'mlp_out',
  'resid_post',
] as const satisfies readonly HookKind[]
export type Slot = (typeof SLOTS)[number]
export type PerSlot = Record<Slot, number>

/** How many prompts of how many tokens. */
export interface Size {
  readonly batch: number
  readonly positions: number
}

/** Heads (1 of what has none) and numbers a head of one position of one prompt. */
export interface Extent {
  readonly heads: number
  readonly width: number
}

export function extentOf(kind: HookKind, shape: Shape, positions: number): Extent {
  const { heads, keyValueHeads, dHead, dModel, dMlp } = shape
  switch (kind) {
    case 'q':
    case 'rot_q':
    case 'z':
      return { heads, width: dHead }
    case 'k':
    case 'rot_k':
    case 'v':
      return { heads: keyValueHeads, width: dHead }
    case 'scores':
    case 'pattern':
      return { heads, width: positions }
    case 'q_input':
    case 'result':
      return { heads, width: dModel }
    case 'k_input':
    case 'v_input':
      return { heads: keyValueHeads, width: dModel }
    case 'pre':
    case 'pre_linear':
    case 'post':
      return { heads: 1, width: dMlp }
    default:
      return { heads: 1, width: dModel }
  }
}

/** How many numbers one position of all prompts has, of every slot. */
export function stridesOf(shape: Shape, { batch, positions }: Size): PerSlot {
  const stride = (slot: Slot): [Slot, number] => {
    const { heads, width } = extentOf(slot, shape, positions)
    return [slot, batch * heads * width]
  }
  return Object.fromEntries(SLOTS.map(stride)) as PerSlot
}

/** Slots that are the same tensor as another, since the model has nothing between them. */
function aliasOf(slot: Slot, shape: Shape): Slot {
  if (slot === 'rot_q' && shape.positions.kind === 'learned') return 'q'
  if (slot === 'rot_k' && shape.positions.kind === 'learned') return 'k'
  if (slot === 'resid_mid' && shape.dMlp === 0) return 'resid_post'
  return slot
}

function isAbsent(slot: Slot, shape: Shape): boolean {
  if (slot === 'pre_linear') return !shape.gated
  return shape.dMlp === 0 && (slot === 'pre' || slot === 'post' || slot === 'mlp_out')
}

/** One run's activations in one block: where they lie from its beginning. */
export interface Layout {
  readonly length: number
  readonly layers: readonly PerSlot[]
}

/** @param layers how many layers have room of their own */
export function layoutOf(shape: Shape, size: Size, layers: number): Layout {
  const strides = stridesOf(shape, size)
  let end = 0
  const room = (length: number): Address => {
    const at = end
    end += Math.ceil(length / 4) * 4
    return at
  }
  let resid = room(size.positions * strides.resid_pre)
  const all = Array.from({ length: layers }, () => {
    const at = Object.fromEntries(SLOTS.map((slot) => [slot, -1])) as PerSlot
    at.resid_pre = resid
    for (const slot of SLOTS) {
      if (slot === 'resid_pre' || isAbsent(slot, shape) || aliasOf(slot, shape) !== slot) continue
      at[slot] = room(size.positions * strides[slot])
    }
    for (const slot of SLOTS) at[slot] = at[aliasOf(slot, shape)]
    resid = at.resid_post
    return at
  })
  return { length: end, layers: all }
}
