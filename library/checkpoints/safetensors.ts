/**
 * The format of safetensors: the length of a header as a little-endian u64, the header as JSON
 * (of each tensor its type, shape and place), then the tensors, row-major and little-endian.
 */
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { type BinaryFile, openBinaryFile } from './binary-file.ts'
import { bfloat16s, float16s } from './halves.ts'
import { parse, parseJson, readJson } from './parse.ts'
import { checkShape, type Tensors } from './tensors.ts'

/** The format's own limit of a header. */
const LONGEST_HEADER = 100_000_000

const Count = z.int().nonnegative()
const Entry = z.object({
  dtype: z.string(),
  shape: z.array(Count),
  data_offsets: z.tuple([Count, Count]),
})

const TYPES: Readonly<
  Record<string, { size: number; read(bytes: Buffer<ArrayBuffer>): Float32Array }>
> = {
  F32: {
    size: 4,
    read: (bytes) => new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4),
  },
  F16: { size: 2, read: float16s },
  BF16: { size: 2, read: bfloat16s },
}

/** @throws Error that names the file, where it is not of the format. */
export function openSafetensors(path: string): Tensors {
  const file = openBinaryFile(path)
  try {
    return tensorsOf(file)
  } catch (error) {
    file[Symbol.dispose]()
    throw error
  }
}

function tensorsOf(file: BinaryFile): Tensors {
  const { path } = file
  const length = file.read(0, 8, 'the length of a header').readBigUInt64LE()
  if (length > LONGEST_HEADER)
    throw new Error(`${path}: expected a header of at most ${LONGEST_HEADER} bytes; got ${length}`)
  const start = 8 + Number(length)
  const where = `${path}: the header`
  const header = parseJson(file.read(8, Number(length), 'the header').toString(), where)
  const entries = new Map(Object.entries(parse(z.record(z.string(), z.unknown()), header, where)))
  entries.delete('__metadata__')
  return {
    has: (name) => entries.has(name),
    read(name, shape) {
      const at = `${path}: tensor ${name}`
      if (!entries.has(name)) throw new Error(`${at}: expected it; it is missing`)
      const { dtype, shape: got, data_offsets: offsets } = parse(Entry, entries.get(name), at)
      checkShape(at, shape, got)
      const type = Object.hasOwn(TYPES, dtype) ? TYPES[dtype] : undefined
      if (type === undefined)
        throw new Error(`${at}: expected the type ${Object.keys(TYPES).join(', ')}; got ${dtype}`)
      const bytes = got.reduce((product, size) => product * size, type.size)
      if (offsets[1] - offsets[0] !== bytes)
        throw new Error(`${at}: expected ${bytes} bytes; got ${offsets[1] - offsets[0]}`)
      return type.read(file.read(start + offsets[0], bytes, `tensor ${name}`))
    },
    [Symbol.dispose]: () => file[Symbol.dispose](),
  }
}

const Index = z.object({ weight_map: z.record(z.string(), z.string()) })

/**
 * Opens the parts of a checkpoint that is divided into several files.
 *
 * @param path of its index, `model.safetensors.index.json`.
 */
export async function openShardedSafetensors(path: string): Promise<Tensors> {
  const { weight_map: fileOf } = await readJson(path, Index)
  for (const file of Object.values(fileOf))
    if (basename(file) !== file || file === '..')
      throw new Error(`${path}: expected names of files beside it; got ${JSON.stringify(file)}`)
  using opened = new DisposableStack()
  const parts = new Map<string, Tensors>()
  for (const file of new Set(Object.values(fileOf)))
    parts.set(file, opened.use(openSafetensors(join(dirname(path), file))))
  const partOf = (name: string) =>
    Object.hasOwn(fileOf, name) ? parts.get(fileOf[name]!) : undefined
  const all = opened.move()
  return {
    has: (name) => partOf(name)?.has(name) ?? false,
    read(name, shape) {
      const part = partOf(name)
      if (part === undefined) throw new Error(`${path}: tensor ${name}: expected it; it is missing`)
      return part.read(name, shape)
    },
    [Symbol.dispose]: () => all.dispose(),
  }
}
