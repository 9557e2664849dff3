import { NOWHERE, type Address, type AttentionShape, type Kernels } from './kernels.ts'
import type { Shape } from './model.ts'
import { layoutOf, SLOTS, stridesOf, type Layout, type PerSlot, type Size } from './tensors.ts'

/**
 * Room for the activations of one run (the base) and for what of it another run changes, of one
 * size. The second has room for one layer: each writes over the one before.
 */
export interface Workspace {
  readonly size: Size
  readonly strides: PerSlot
  readonly attention: AttentionShape
  /** The base: where its block begins, what is where in it, and the same as addresses. */
  readonly block: Address
  readonly layout: Layout
  readonly base: readonly PerSlot[]
  /** Of even and of odd layers: what one leaves behind is where the next begins. */
  readonly own: readonly [PerSlot, PerSlot]
  /** Logits of the base and of the other, [read, batch, vocabulary]: see `widen`. */
  baseLogits: Address
  logits: Address
  /** A residual stream as one receiver reads it, what is read of it, and both after their norm. */
  readonly input: Address
  readonly gathered: Address
  readonly normed: Address
  /** Output of one head, [position, batch, dModel]. */
  readonly result: Address
  /** Makes room for the logits of so many positions; true if those of the base are lost. */
  widen(reads: number): boolean
  /** Room for so many tensors [position, batch, dModel]: always the same, as long as it is enough. */
  tensors(count: number): Address
  close(): void
}

const at = (start: Address, slots: PerSlot): PerSlot =>
  Object.fromEntries(
    SLOTS.map((slot) => [slot, slots[slot] < 0 ? -1 : start + slots[slot]]),
  ) as PerSlot

export function openWorkspace(kernels: Kernels, shape: Shape, size: Size): Workspace {
  const layout = layoutOf(shape, size, shape.layers)
  const ownLayout = layoutOf(shape, size, 1)
  const block = kernels.allocate(layout.length)
  const ownBlock = kernels.allocate(ownLayout.length)
  const width = Math.max(shape.dModel, shape.heads * shape.dHead)
  const rows = size.positions * size.batch
  const scratch = Array.from({ length: 4 }, () => kernels.allocate(rows * width))
  const [input, gathered, normed, result] = scratch as [Address, Address, Address, Address]
  const own = at(ownBlock, ownLayout.layers[0]!)
  const turned = {
    resid_pre: own.resid_post,
    resid_post: own.resid_pre,
    resid_mid: shape.dMlp > 0 ? own.resid_mid : own.resid_pre,
  }
  let widest = 0
  let room = { at: NOWHERE, count: 0 }
  const workspace: Workspace = {
    size,
    strides: stridesOf(shape, size),
    attention: {
      batch: size.batch,
      positions: size.positions,
      heads: shape.heads,
      keyValueHeads: shape.keyValueHeads,
      dHead: shape.dHead,
      scale: shape.attentionScale,
      causal: shape.causal,
    },
    block,
    layout,
    base: layout.layers.map((slots) => at(block, slots)),
    baseLogits: NOWHERE,
    own: [own, { ...own, ...turned }],
    logits: NOWHERE,
    input,
    gathered,
    normed,
    result,
    widen(reads) {
      if (reads <= widest) return false
      const { baseLogits, logits } = workspace
      if (widest > 0) for (const address of [baseLogits, logits]) kernels.free(address)
      widest = reads
      const length = reads * size.batch * shape.vocabulary
      workspace.baseLogits = kernels.allocate(length)
      workspace.logits = kernels.allocate(length)
      return true
    },
    tensors(count) {
      if (count > room.count) {
        if (room.count > 0) kernels.free(room.at)
        room = { at: kernels.allocate(count * rows * shape.dModel), count }
      }
      return room.at
    },
    close() {
      for (const address of [block, ownBlock, ...scratch]) kernels.free(address)
      if (room.count > 0) kernels.free(room.at)
      if (widest === 0) return
      kernels.free(workspace.baseLogits)
      kernels.free(workspace.logits)
    },
  }
  return workspace
}
