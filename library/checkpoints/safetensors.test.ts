import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { openSafetensors, openShardedSafetensors } from './safetensors.ts'
import type { Tensors } from './tensors.ts'
import {
  bytesOf,
  complaintOf,
  FIXTURES,
  folderOf,
  safetensors,
  withHeader,
} from './testing/files.ts'

const SHAPE = [2, 3]
const NUMBERS = Float32Array.of(1, -2, 0.5, 1.5, 0, -0.25)
const F32 = { dtype: 'F32', shape: SHAPE, bytes: bytesOf(NUMBERS) }
// The same numbers in half precision and in bfloat16.
const F16 = bytesOf(Uint16Array.of(0x3c_00, 0xc0_00, 0x38_00, 0x3e_00, 0, 0xb4_00))
const BF16 = bytesOf(Uint16Array.of(0x3f_80, 0xc0_00, 0x3f_00, 0x3f_c0, 0, 0xbe_80))

async function fileOf(content: Uint8Array): Promise<string> {
  return join(await folderOf({ 'model.safetensors': content }), 'model.safetensors')
}
function closed(tensors: Tensors): Tensors {
  onTestFinished(() => tensors[Symbol.dispose]())
  return tensors
}

test('tensors are the numbers that were written, in each type', async () => {
  const path = await fileOf(
    safetensors({
      single: F32,
      half: { dtype: 'F16', shape: SHAPE, bytes: F16 },
      brain: { dtype: 'BF16', shape: SHAPE, bytes: BF16 },
    }),
  )
  const tensors = closed(openSafetensors(path))
  for (const name of ['single', 'half', 'brain'])
    expect(tensors.read(name, SHAPE), name).toEqual(NUMBERS)
  expect(tensors.has('single')).toBe(true)
  expect(tensors.has('__metadata__')).toBe(false)
})

test('a tensor that is missing or another is named', async () => {
  const path = await fileOf(
    safetensors({ w: F32, mask: { dtype: 'BOOL', shape: [1], bytes: Uint8Array.of(1) } }),
  )
  const tensors = closed(openSafetensors(path))
  expect(() => tensors.read('none', [2])).toThrow(
    `${path}: tensor none: expected it; it is missing`,
  )
  expect(() => tensors.read('toString', [2])).toThrow('toString: expected it; it is missing')
  expect(() => tensors.read('w', [3, 2])).toThrow(
    `${path}: tensor w: expected the shape [3, 2]; got [2, 3]`,
  )
  expect(() => tensors.read('mask', [1])).toThrow(
    `${path}: tensor mask: expected the type F32, F16, BF16; got BOOL`,
  )
})

test('a header that lies is not believed', async () => {
  const entry = (shape: unknown, offsets: unknown, dtype: unknown = 'F32') =>
    JSON.stringify({ w: { dtype, shape, data_offsets: offsets } })
  const lies: readonly (readonly [header: string, shape: number[], message: RegExp])[] = [
    [entry([2], [0, 400]), [2], /expected 8 bytes; got 400/],
    [
      entry([100], [0, 400]),
      [100],
      /expected tensor w in bytes \d+ to \d+; the file has \d+ bytes/,
    ],
    [entry([2], [1e15, 1e15 + 8]), [2], /expected tensor w in bytes/],
    [entry([2], [-8, 0]), [2], /tensor w: .*>=0/s],
    [entry([2 ** 40, 2 ** 40], [0, 8]), [2 ** 40, 2 ** 40], /expected 4\.8\d+e\+24 bytes; got 8/],
    [entry('2', [0, 8]), [2], /tensor w: .*expected array/s],
    ['{"w": 3}', [2], /tensor w: .*expected object/s],
  ]
  for (const [header, shape, message] of lies) {
    const tensors = closed(openSafetensors(await fileOf(withHeader(header, new Uint8Array(8)))))
    expect(() => tensors.read('w', shape), header).toThrow(message)
  }
  const long = Buffer.alloc(16)
  long.writeBigUInt64LE(2n ** 60n)
  const unreadable = [
    [long, /expected a header of at most 100000000 bytes; got 1152921504606846976/],
    [
      Buffer.from([200, 0, 0, 0, 0, 0, 0, 0, 1]),
      /expected the header in bytes 8 to 208; .* 9 bytes/,
    ],
    [Buffer.alloc(3), /expected the length of a header in bytes 0 to 8; the file has 3 bytes/],
    [withHeader('{"w"'), /the header: expected JSON/],
    [withHeader('[]'), /the header: .*expected record/s],
  ] as const
  for (const [content, message] of unreadable) {
    const path = await fileOf(content)
    expect(() => openSafetensors(path)).toThrow(message)
    expect(() => openSafetensors(path)).toThrow(path)
  }
  expect(() => openSafetensors(FIXTURES)).toThrow(`${FIXTURES}: expected a file that can be read`)
})

test('parts of a checkpoint are found by their index, beside it alone', async () => {
  const index = (map: object) => JSON.stringify({ metadata: {}, weight_map: map })
  const folder = await folderOf({
    'a.safetensors': safetensors({ first: F32 }),
    'b.safetensors': safetensors({ second: F32 }),
    'index.json': index({
      first: 'a.safetensors',
      second: 'b.safetensors',
      third: 'b.safetensors',
    }),
    'outside.json': index({ first: '../a.safetensors' }),
    'gone.json': index({ first: 'c.safetensors' }),
  })
  const tensors = closed(await openShardedSafetensors(join(folder, 'index.json')))
  expect(tensors.read('first', SHAPE)).toEqual(NUMBERS)
  expect(tensors.read('second', SHAPE)).toEqual(NUMBERS)
  expect(['first', 'third', 'fourth', 'constructor'].map(tensors.has)).toEqual([
    true,
    false,
    false,
    false,
  ])
  expect(() => tensors.read('third', SHAPE)).toThrow('b.safetensors: tensor third')
  expect(() => tensors.read('fourth', SHAPE)).toThrow('index.json: tensor fourth')
  await expect(openShardedSafetensors(join(folder, 'outside.json'))).rejects.toThrow(
    'outside.json: expected names of files beside it; got "../a.safetensors"',
  )
  await expect(openShardedSafetensors(join(folder, 'gone.json'))).rejects.toThrow(
    `${join(folder, 'c.safetensors')}: expected a file that can be read`,
  )
})

test('however a file is changed, it is read or refused by name', async () => {
  const whole = await readFile(join(FIXTURES, 'tiny-gpt2/model.safetensors'))
  const header = 8 + Number(whole.readBigUInt64LE())
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: header - 1 }),
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 0, max: whole.length }),
      async (at, byte, length) => {
        const changed = Buffer.from(whole)
        changed[at] = byte
        const path = await fileOf(changed.subarray(0, length))
        const read = () => {
          using tensors = openSafetensors(path)
          return tensors.read('transformer.wte.weight', [280, 12])
        }
        expect(complaintOf(read, path)).toContain(path)
      },
    ),
    { numRuns: 200 },
  )
})
