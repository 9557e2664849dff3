import type { Address, Kernels } from './kernels.ts'
import type { Kept } from './run.ts'
import type { Layout, PerSlot } from './tensors.ts'

/** The activations of one run in the memory of kernels, and its logits behind them. */
export interface Block {
  readonly at: Address
  readonly length: number
  readonly layout: Layout
  /** Where the activations of each layer are. */
  readonly layers: readonly PerSlot[]
  /** [read, batch, vocabulary] */
  readonly logits: Address
}

/** How many runs stay in the memory at least: a base and the one that patches come from. */
const FEWEST = 2
/** More stay there as long as they are no more numbers than this. */
const MOST = 2 ** 22

/**
 * The blocks of runs. Those that were used last stay in the memory of kernels. Of an earlier one
 * nothing is kept at first, as most are never asked for again; if it is, it is computed anew and
 * copied out of the memory, once and for all.
 */
export interface Blocks {
  /** Computes a new run in a block of its own: no other function here takes one from a run. */
  place(kept: Kept): Block
  /** Of the other runs in the memory that are laid out like this one, the one that was used last. */
  latest(kept: Kept): readonly [Kept, Block] | undefined
  /** Where it is in the memory: it stays there until the next call. */
  load(kept: Kept): Block
  /** Its activations, from `start` on: they stay as they are until the next `place`. */
  read(kept: Kept): { readonly numbers: Kernels['memory']; readonly start: number }
}

/** @param compute runs the model again, into this block */
export function openBlocks(kernels: Kernels, compute: (kept: Kept, block: Block) => void): Blocks {
  /** Used longest ago first. */
  const resident = new Map<Kept, Block>()
  let total = 0
  let spare: { block: Block; of: Kept } | undefined

  function open({ layout, logits }: Kept): Block {
    const length = layout.length + logits
    const at = kernels.allocate(length)
    const layers = layout.layers.map((slots) => {
      const addresses = { ...slots }
      for (const slot of Object.keys(slots) as (keyof PerSlot)[]) {
        if (slots[slot] >= 0) addresses[slot] += at
      }
      return addresses
    })
    return { at, length, layout, layers, logits: at + layout.length }
  }

  const fits = (block: Block, { layout, logits }: Kept): boolean =>
    block.layout === layout && block.length === layout.length + logits

  function use(kept: Kept): Block | undefined {
    const block = resident.get(kept)
    if (!block) return undefined
    resident.delete(kept)
    resident.set(kept, block)
    return block
  }

  /** The spare block, which may hold another run. */
  function spareFor(kept: Kept): Block {
    if (spare && fits(spare.block, kept)) return spare.block
    if (spare) kernels.free(spare.block.at)
    spare = undefined
    return open(kept)
  }

  function copyOf(kept: Kept): NonNullable<Kept['copy']> {
    if (kept.copy) return kept.copy
    const block = spareFor(kept)
    compute(kept, block)
    spare = { block, of: kept }
    kept.copy = kernels.memory.slice(block.at, block.at + block.length)
    return kept.copy
  }

  return {
    place(kept) {
      const length = kept.layout.length + kept.logits
      let free: Block | undefined
      for (const [other, block] of resident) {
        if (resident.size < FEWEST || total + length <= MOST) break
        resident.delete(other)
        total -= block.length
        if (!free && fits(block, kept)) free = block
        else kernels.free(block.at)
      }
      const block = free ?? open(kept)
      total += length
      resident.set(kept, block)
      compute(kept, block)
      return block
    },
    latest: (kept) =>
      [...resident].findLast(([other]) => other !== kept && other.layout === kept.layout),
    load(kept) {
      const block = use(kept)
      if (block) return block
      const copy = copyOf(kept)
      if (spare?.of === kept) return spare.block
      const room = spareFor(kept)
      kernels.memory.set(copy, room.at)
      spare = { block: room, of: kept }
      return room
    },
    read(kept) {
      const block = use(kept)
      if (block) return { numbers: kernels.memory, start: block.at }
      return { numbers: copyOf(kept), start: 0 }
    },
  }
}
