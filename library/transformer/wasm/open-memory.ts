import { readFileSync } from 'node:fs'
import type { Exports } from './exports.ts'

const PAGE = 65_536
/** What addresses of 32 bits reach: 4 GiB. */
const MOST_PAGES = 65_536

let compiled: WebAssembly.Module | undefined

export interface KernelMemory {
  readonly kernel: Exports
  /** All of it. Views taken before it grew stay valid, as far as they reached. */
  readonly numbers: Float32Array
  /** Makes it at least this many numbers long. */
  grow(length: number): void
}

/** A memory of float32 numbers, and the kernels that work in it. */
export function openMemory(): KernelMemory {
  compiled ??= new WebAssembly.Module(readFileSync(new URL('kernel.wasm', import.meta.url)))
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true })
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } })
  let numbers = new Float32Array(memory.buffer)
  return {
    kernel: exports as Exports,
    get numbers() {
      return numbers
    },
    grow(length) {
      const pages = Math.ceil((length * Float32Array.BYTES_PER_ELEMENT) / PAGE)
      const present = memory.buffer.byteLength / PAGE
      if (pages > MOST_PAGES) {
        const wanted = (pages / 16_384).toFixed(1)
        throw new Error(`The kernels' memory has at most 4 GiB; ${wanted} GiB were asked for.`)
      }
      if (pages > present) memory.grow(pages - present)
      numbers = new Float32Array(memory.buffer)
    },
  }
}
