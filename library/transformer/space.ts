import type { Address } from './kernels.ts'

/**
 * Room in a memory that grows: the first free block that is large enough, else new room at the end.
 *
 * @param grow makes the memory at least this long, keeping what is in it
 * @param begin the first number that may be given out
 */
export function openSpace(
  grow: (length: number) => void,
  begin = 0,
): { allocate(length: number): Address; free(address: Address): void } {
  const lengths = new Map<Address, number>()
  let blocks: { at: Address; length: number }[] = []
  let end = begin
  let capacity = begin

  function merge(): void {
    blocks.sort((a, b) => a.at - b.at)
    const merged: typeof blocks = []
    for (const block of blocks) {
      const last = merged.at(-1)
      if (last && last.at + last.length === block.at) last.length += block.length
      else merged.push(block)
    }
    const last = merged.at(-1)
    if (last && last.at + last.length === end) {
      end = last.at
      merged.pop()
    }
    blocks = merged
  }

  return {
    allocate(wanted) {
      // Blocks of 4 numbers keep SIMD lanes aligned.
      const length = Math.max(4, Math.ceil(wanted / 4) * 4)
      const block = blocks.find((free) => free.length >= length)
      const at = block ? block.at : end
      if (block) {
        block.at += length
        block.length -= length
        if (block.length === 0) blocks = blocks.filter((free) => free !== block)
      } else {
        end += length
        if (end > capacity) {
          capacity = Math.max(end, Math.ceil(capacity * 1.5))
          grow(capacity)
        }
      }
      lengths.set(at, length)
      return at
    },
    free(address) {
      const length = lengths.get(address)
      if (length === undefined) throw new Error(`No tensor begins at address ${address}.`)
      lengths.delete(address)
      blocks.push({ at: address, length })
      merge()
    },
  }
}
