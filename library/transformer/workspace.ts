import { NOWHERE, type Address, type AttentionShape, type Kernels } from './kernels.ts'
import type { Shape } from './model.ts'
import { layoutOf, SLOTS, stridesOf, type Layout, type PerSlot, type Size } from './tensors.ts'

/**
 * Room for what one run changes of another, the base, of one size. Activations have room for one
 * layer: each writes over the one before.
 */
export interface Workspace {
  readonly size: Size
  readonly strides: PerSlot
  readonly attention: AttentionShape
  /** What is where in the block of a run. */
  readonly layout: Layout
  /** Of even and of odd layers: what one leaves behind is where the next begins. */
  readonly own: readonly [PerSlot, PerSlot]
  /** [read, batch, vocabulary]: see `widen`. */
  logits: Address
  /** A residual stream as one receiver reads it, what is read of it, and both after their norm. */
  readonly input: Address
  readonly gathered: Address
  readonly normed: Address
  /** Output of one head, [position, batch, dModel]. */
  readonly result: Address
  /** Makes room for the logits of so many positions. */
  widen(reads: number): void
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
    layout,
    own: [own, { ...own, ...turned }],
    logits: NOWHERE,
    input,
    gathered,
    normed,
    result,
    widen(reads) {
      if (reads <= widest) return
      if (widest > 0) kernels.free(workspace.logits)
      widest = reads
      workspace.logits = kernels.allocate(reads * size.batch * shape.vocabulary)
    },
    tensors(count) {
      if (count > room.count) {
        if (room.count > 0) kernels.free(room.at)
        room = { at: kernels.allocate(count * rows * shape.dModel), count }
      }
      return room.at
    },
    close() {
      for (const address of [ownBlock, ...scratch]) kernels.free(address)
      if (room.count > 0) kernels.free(room.at)
      if (widest > 0) kernels.free(workspace.logits)
    },
  }
  return workspace
}
