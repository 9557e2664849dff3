/**
 * Types of tensors in GGUF files, and how their blocks are unpacked: the layouts of ggml
 * (`ggml-common.h`), value by value what its `dequantize_row_*` give. A scale `d` and a minimum
 * `m` are in half precision.
 */
import { bfloat16s, float16, float16s } from './halves.ts'

interface TensorType {
  readonly name: string
  /** Numbers in a block, and its size in bytes. */
  readonly block: readonly [numbers: number, bytes: number]
  unpack(bytes: Buffer<ArrayBuffer>): Float32Array
}

/** Writes the numbers of one block. */
type Unpack = (block: Buffer, numbers: Float32Array) => void

/** By the number that a file has for it. */
export const TENSOR_TYPES: ReadonlyMap<number, TensorType> = new Map<number, TensorType>([
  [0, { name: 'F32', block: [1, 4], unpack: (bytes) => new Float32Array(bytes.buffer) }],
  [1, { name: 'F16', block: [1, 2], unpack: float16s }],
  [2, blocks('Q4_0', [32, 18], fourBits)],
  [3, blocks('Q4_1', [32, 20], fourBitsAndMinimum)],
  [6, blocks('Q5_0', [32, 22], fiveBits)],
  [7, blocks('Q5_1', [32, 24], fiveBitsAndMinimum)],
  [8, blocks('Q8_0', [32, 34], eightBits)],
  [12, blocks('Q4_K', [256, 144], superFourBits)],
  [13, blocks('Q5_K', [256, 176], superFiveBits)],
  [14, blocks('Q6_K', [256, 210], superSixBits)],
  [30, { name: 'BF16', block: [1, 2], unpack: bfloat16s }],
])

function blocks(name: string, block: TensorType['block'], unpack: Unpack): TensorType {
  const [numbers, size] = block
  return {
    name,
    block,
    unpack(bytes) {
      const count = bytes.length / size
      const unpacked = new Float32Array(count * numbers)
      for (let at = 0; at < count; at++)
        unpack(
          bytes.subarray(at * size, (at + 1) * size),
          unpacked.subarray(at * numbers, (at + 1) * numbers),
        )
      return unpacked
    },
  }
}

const half = (block: Buffer, at: number) => float16(block.readUInt16LE(at))

function fourBits(block: Buffer, numbers: Float32Array): void {
  const d = half(block, 0)
  for (let i = 0; i < 16; i++) {
    const byte = block[2 + i]!
    numbers[i] = d * ((byte & 15) - 8)
    numbers[i + 16] = d * ((byte >> 4) - 8)
  }
}

function fourBitsAndMinimum(block: Buffer, numbers: Float32Array): void {
  const [d, m] = [half(block, 0), half(block, 2)]
  for (let i = 0; i < 16; i++) {
    const byte = block[4 + i]!
    numbers[i] = d * (byte & 15) + m
    numbers[i + 16] = d * (byte >> 4) + m
  }
}

/** The fifth bits of all numbers stand together, before the lower four of each. */
function fiveBits(block: Buffer, numbers: Float32Array): void {
  const d = half(block, 0)
  const high = block.readUInt32LE(2)
  for (let i = 0; i < 16; i++) {
    const byte = block[6 + i]!
    numbers[i] = d * (((byte & 15) | (((high >>> i) & 1) << 4)) - 16)
    numbers[i + 16] = d * (((byte >> 4) | (((high >>> (i + 16)) & 1) << 4)) - 16)
  }
}

function fiveBitsAndMinimum(block: Buffer, numbers: Float32Array): void {
  const [d, m] = [half(block, 0), half(block, 2)]
  const high = block.readUInt32LE(4)
  for (let i = 0; i < 16; i++) {
    const byte = block[8 + i]!
    numbers[i] = d * ((byte & 15) | (((high >>> i) & 1) << 4)) + m
    numbers[i + 16] = d * ((byte >> 4) | (((high >>> (i + 16)) & 1) << 4)) + m
  }
}

function eightBits(block: Buffer, numbers: Float32Array): void {
  const d = half(block, 0)
  for (let i = 0; i < 32; i++) numbers[i] = d * block.readInt8(2 + i)
}

/**
 * The scale and the minimum, six bits each, of the eight parts of a super-block: those of the
 * first four in the lower bits of eight bytes, of the others in four bytes more and in the upper
 * bits of the former.
 */
function scaleAndMinimum(scales: Buffer, part: number): readonly [number, number] {
  if (part < 4) return [scales[part]! & 63, scales[part + 4]! & 63]
  const low = scales[part + 4]!
  return [(low & 15) | ((scales[part - 4]! >> 6) << 4), (low >> 4) | ((scales[part]! >> 6) << 4)]
}

function superFourBits(block: Buffer, numbers: Float32Array): void {
  const [d, least] = [half(block, 0), half(block, 2)]
  for (let part = 0; part < 8; part++) {
    const [scale, minimum] = scaleAndMinimum(block.subarray(4, 16), part)
    const at = 16 + 32 * (part >> 1)
    const shift = 4 * (part & 1)
    for (let i = 0; i < 32; i++)
      numbers[32 * part + i] = d * scale * ((block[at + i]! >> shift) & 15) - least * minimum
  }
}

function superFiveBits(block: Buffer, numbers: Float32Array): void {
  const [d, least] = [half(block, 0), half(block, 2)]
  for (let part = 0; part < 8; part++) {
    const [scale, minimum] = scaleAndMinimum(block.subarray(4, 16), part)
    const at = 48 + 32 * (part >> 1)
    const shift = 4 * (part & 1)
    for (let i = 0; i < 32; i++) {
      const high = (block[16 + i]! >> part) & 1
      const number = ((block[at + i]! >> shift) & 15) | (high << 4)
      numbers[32 * part + i] = d * scale * number - least * minimum
    }
  }
}

/** Lower four bits of all numbers, then their upper two, then sixteen scales of eight bits. */
function superSixBits(block: Buffer, numbers: Float32Array): void {
  const d = half(block, 208)
  for (let at = 0; at < 256; at++) {
    const [side, quarter, i] = [at >> 7, (at >> 5) & 3, at & 31]
    const low = (block[64 * side + 32 * (quarter & 1) + i]! >> (4 * (quarter >> 1))) & 15
    const high = (block[128 + 32 * side + i]! >> (2 * quarter)) & 3
    numbers[at] = d * block.readInt8(192 + (at >> 4)) * ((low | (high << 4)) - 32)
  }
}
