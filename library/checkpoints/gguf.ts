/**
 * The format of GGUF: magic and version, the numbers of tensors and of metadata, the metadata as
 * keys with typed values, of each tensor its name, sizes (the innermost first), type and place,
 * and the tensors, aligned. Read here, and not by a library that reads headers over a network,
 * since nothing may be taken from beyond the end of a file that was cut off.
 */
import { type BinaryFile, openBinaryFile } from './binary-file.ts'
import { TENSOR_TYPES } from './dequantize.ts'
import { checkShape, type Tensors } from './tensors.ts'

export type GgufValue = number | string | boolean | readonly GgufValue[]

export interface Gguf extends Tensors {
  readonly metadata: ReadonlyMap<string, GgufValue>
  /** @throws Error where there is no such tensor. */
  shapeOf(name: string): readonly number[]
}

interface Entry {
  readonly shape: readonly number[]
  readonly type: number
  readonly offset: number
}

const VERSIONS = [2, 3]
const MOST_DIMENSIONS = 4
const LONGEST_STRING = 2 ** 26

/** @throws Error that names the file, where it is not of the format. */
export function openGguf(path: string): Gguf {
  const file = openBinaryFile(path)
  try {
    return readGguf(file)
  } catch (error) {
    file[Symbol.dispose]()
    throw error
  }
}

function readGguf(file: BinaryFile): Gguf {
  const { path } = file
  const header = headerOf(file)
  const magic = header.bytes(4, 'GGUF').toString('latin1')
  if (magic !== 'GGUF')
    throw new Error(`${path}: expected a file that begins with GGUF; got ${JSON.stringify(magic)}`)
  const version = header.number(4)
  if (!VERSIONS.includes(version))
    throw new Error(`${path}: expected version ${VERSIONS.join(' or ')}; got ${version}`)
  const tensors = header.count(24, 'tensors')
  const keys = header.count(13, 'values')
  const metadata = new Map<string, GgufValue>()
  for (let at = 0; at < keys; at++) {
    const key = header.string()
    metadata.set(key, header.typed(header.number(4)))
  }
  const entries = new Map<string, Entry>()
  for (let at = 0; at < tensors; at++) entries.set(header.string(), header.entry())
  const alignment = metadata.get('general.alignment') ?? 32
  if (typeof alignment !== 'number' || !Number.isInteger(alignment) || alignment < 1)
    throw new Error(`${path}: expected an alignment of bytes; got ${String(alignment)}`)
  const start = Math.ceil(header.at() / alignment) * alignment

  const entryOf = (name: string) => {
    const entry = entries.get(name)
    if (entry === undefined) throw new Error(`${path}: tensor ${name}: expected it; it is missing`)
    return entry
  }
  return {
    metadata,
    has: (name) => entries.has(name),
    shapeOf: (name) => entryOf(name).shape,
    read(name, shape) {
      const where = `${path}: tensor ${name}`
      const { shape: got, type: number, offset } = entryOf(name)
      checkShape(where, shape, got)
      const type = TENSOR_TYPES.get(number)
      if (type === undefined) {
        const known = Array.from(TENSOR_TYPES, ([id, { name: title }]) => `${id} (${title})`)
        throw new Error(`${where}: expected a type of ${known.join(', ')}; got ${number}`)
      }
      const [numbers, size] = type.block
      if (got.at(-1)! % numbers !== 0)
        throw new Error(
          `${where}: expected rows of a multiple of ${numbers} numbers, as ${type.name} has them; ` +
            `got ${got.at(-1)}`,
        )
      const length = (got.reduce((product, one) => product * one) / numbers) * size
      return type.unpack(file.read(start + offset, length, `tensor ${name}`))
    },
    [Symbol.dispose]: () => file[Symbol.dispose](),
  }
}

/** Reads a header from its beginning on. */
function headerOf(file: BinaryFile) {
  const WINDOW = 2 ** 20
  let window = Buffer.alloc(0)
  let from = 0
  let next = 0

  function bytes(length: number, what: string): Buffer {
    if (next + length > from + window.length) {
      const most = Math.max(length, Math.min(WINDOW, file.size - next))
      window = file.read(next, most, what)
      from = next
    }
    const start = next - from
    next += length
    return window.subarray(start, start + length)
  }
  function number(size: 1 | 2 | 4): number {
    return bytes(size, 'a number').readUIntLE(0, size)
  }
  function safe(value: bigint): number {
    if (value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER) return Number(value)
    throw new Error(`${file.path}: expected a number below 2^53 before byte ${next}; got ${value}`)
  }
  const long = () => safe(bytes(8, 'a number').readBigUInt64LE())
  /** How many of something follow, each of so many bytes at least. */
  function count(least: number, what: string): number {
    const many = long()
    if (many * least <= file.size - next) return many
    throw new Error(
      `${file.path}: expected as many ${what} as the ${file.size - next} bytes left can hold; ` +
        `got ${many}`,
    )
  }
  function string(): string {
    const length = long()
    if (length <= LONGEST_STRING) return bytes(length, 'a text').toString()
    throw new Error(
      `${file.path}: expected a text of at most ${LONGEST_STRING} bytes before byte ${next}; ` +
        `got ${length}`,
    )
  }

  const plain: Readonly<Record<number, { least: number; read(): GgufValue }>> = {
    0: { least: 1, read: () => number(1) },
    1: { least: 1, read: () => bytes(1, 'a number').readInt8() },
    2: { least: 2, read: () => number(2) },
    3: { least: 2, read: () => bytes(2, 'a number').readInt16LE() },
    4: { least: 4, read: () => number(4) },
    5: { least: 4, read: () => bytes(4, 'a number').readInt32LE() },
    6: { least: 4, read: () => bytes(4, 'a number').readFloatLE() },
    7: { least: 1, read: () => number(1) !== 0 },
    8: { least: 8, read: string },
    10: { least: 8, read: long },
    11: { least: 8, read: () => safe(bytes(8, 'a number').readBigInt64LE()) },
    12: { least: 8, read: () => bytes(8, 'a number').readDoubleLE() },
  }
  const LIST = 9
  function plainOf(type: number) {
    const kind = plain[type]
    if (kind !== undefined) return kind
    throw new Error(
      `${file.path}: expected a type of values, ${Object.keys(plain).join(', ')}, before byte ` +
        `${next}; got ${type}`,
    )
  }
  function typed(type: number): GgufValue {
    if (type !== LIST) return plainOf(type).read()
    const kind = plainOf(number(4))
    const items = count(kind.least, 'items of a list')
    return Array.from({ length: items }, () => kind.read())
  }
  function entry(): Entry {
    const dimensions = number(4)
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS)
      throw new Error(
        `${file.path}: expected 1 to ${MOST_DIMENSIONS} dimensions before byte ${next}; ` +
          `got ${dimensions}`,
      )
    const shape = Array.from({ length: dimensions }, long).toReversed()
    return { shape, type: number(4), offset: long() }
  }
  return { bytes, number, count, string, typed, entry, at: () => next }
}
