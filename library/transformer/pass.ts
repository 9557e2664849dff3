import type { HookKind } from './hook-points.ts'
import type { Block } from './blocks.ts'
import { NOWHERE, type Address, type Kernels } from './kernels.ts'
import type { Shape } from './model.ts'
import type { PreparedModel } from './prepared.ts'
import { SLOTS, type PerSlot, type Slot } from './tensors.ts'
import type { Workspace } from './workspace.ts'

/** What may be read otherwise than it is: the residual stream, by one receiver. */
export type InputKind = Extract<HookKind, 'q_input' | 'k_input' | 'v_input' | 'mlp_in'> | 'final'

/** What is done to one layer of a run under way. */
export interface Intervention {
  /** Whether anything is done to this layer (the number of layers stands for the logits). */
  touches(layer: number): boolean
  /** Called when an activation of the current layer is complete. */
  after(pass: Pass, kind: Slot | 'result'): void
  /** The heads (0 of an MLP and of the logits) whose input is another. */
  receivers(pass: Pass, kind: InputKind): readonly number[]
  /**
   * Writes the residual stream as this receiver reads it into the workspace's `input`, from the
   * first position on at which it differs from the base, which is returned.
   */
  input(pass: Pass, kind: InputKind, head: number): number
}

/**
 * A run of the model under way. Of each activation of the current layer it is known from which
 * position on it may differ from the base: earlier positions are read from the base, later ones
 * from `own`. A whole run's own activations are the base.
 */
export interface Pass {
  readonly kernels: Kernels
  readonly shape: Shape
  readonly model: PreparedModel
  readonly workspace: Workspace
  /** Where the base is. */
  block: Block
  intervention: Intervention | undefined
  /** The intervention, if it does anything to the current layer. */
  here: Intervention | undefined
  /** Whether the base itself is computed, from the position on at which the first layer begins. */
  whole: boolean
  /** The positions that are read, ascending. */
  reads: readonly number[]
  layer: number
  base: PerSlot
  own: PerSlot
  readonly from: PerSlot
  /** The positions that the current layer has to have: first ≤ p < last. Keys begin at 0. */
  first: number
  last: number
}

export function openPass(
  kernels: Kernels,
  shape: Shape,
  model: PreparedModel,
  workspace: Workspace,
  block: Block,
): Pass {
  const base = block.layers[0]!
  return {
    kernels,
    shape,
    model,
    workspace,
    block,
    intervention: undefined,
    here: undefined,
    whole: true,
    reads: [],
    layer: 0,
    base,
    own: base,
    from: { ...base },
    first: 0,
    last: 0,
  }
}

/** The first position that the current layer has to have of this activation. */
export function firstOf(pass: Pass, slot: Slot): number {
  return slot === 'resid_pre' || slot === 'k' || slot === 'rot_k' || slot === 'v' ? 0 : pass.first
}

/**
 * Where one position of an activation is now. Nowhere if it is not computed, as nothing that is
 * read depends on it; it differs from the base then.
 */
export function current(pass: Pass, slot: Slot, position: number): Address {
  const offset = position * pass.workspace.strides[slot]
  if (position < pass.from[slot]) return pass.base[slot] + offset
  return isNeeded(pass, slot, position) ? pass.own[slot] + offset : NOWHERE
}

export function isNeeded(pass: Pass, slot: Slot, position: number): boolean {
  return position >= firstOf(pass, slot) && position < pass.last
}

/** Where an activation is that is read from this position on. */
export function readable(pass: Pass, slot: Slot, position: number): Address {
  if (pass.from[slot] >= pass.last) return pass.base[slot]
  reach(pass, slot, position)
  return pass.own[slot]
}

/** Makes an own activation begin at this position or before, with what the base has there. */
export function reach(pass: Pass, slot: Slot, position: number): void {
  const end = Math.min(pass.from[slot], pass.last)
  if (position >= end) return
  const { own, base, workspace, kernels } = pass
  const stride = workspace.strides[slot]
  if (!pass.whole) {
    const offset = position * stride
    kernels.copy(own[slot] + offset, base[slot] + offset, (end - position) * stride)
  }
  pass.from[slot] = position
}

/** Where all keys or values are. Those before the first changed one are the base's. */
export function complete(pass: Pass, slot: Slot): Address {
  const from = pass.from[slot]
  const at = readable(pass, slot, 0)
  // They are there, but still the same.
  pass.from[slot] = from
  return at
}

/** Goes on to a layer: nothing of it has changed yet but where it begins. */
export function enter(pass: Pass, layer: number, from: number): void {
  const { workspace, shape, reads, whole } = pass
  const { positions } = workspace.size
  pass.layer = layer
  pass.here = pass.intervention?.touches(layer) ? pass.intervention : undefined
  pass.base = pass.block.layers[layer]!
  pass.own = whole ? pass.base : workspace.own[layer % 2]!
  for (const slot of SLOTS) pass.from[slot] = positions
  pass.from.resid_pre = from
  pass.first = whole || layer < shape.layers - 1 ? 0 : reads[0]!
  // Where positions see later ones, all keys and values are needed.
  pass.last = !whole && shape.causal ? reads.at(-1)! + 1 : positions
}

/** The residual stream as it is now, from a position on, as input of a receiver. */
export function copyStream(
  pass: Pass,
  slot: 'resid_pre' | 'resid_mid' | 'resid_post',
  from: number,
): void {
  const { kernels, workspace, own, base, last } = pass
  const stride = workspace.strides[slot]
  const begin = Math.min(pass.from[slot], last)
  const copy = (source: Address, first: number, end: number): void => {
    if (first >= end) return
    const offset = first * stride
    kernels.copy(workspace.input + offset, source + offset, (end - first) * stride)
  }
  copy(base[slot], from, begin)
  copy(own[slot], Math.max(from, begin), last)
}
