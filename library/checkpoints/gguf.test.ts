import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { type Gguf, openGguf } from './gguf.ts'
import { complaintOf, FIXTURES, folderOf } from './testing/files.ts'

/** Written by the package gguf: see `studies/circuits/checkpoints.py`. */
const PATH = join(FIXTURES, 'tiny-llama/tiny-llama.gguf')
const WHOLE = await readFile(PATH)
const VERSION = 4
const TENSORS = 8
const VALUES = 16
const FIRST_KEY = 24

async function fileOf(content: Uint8Array): Promise<string> {
  return join(await folderOf({ 'model.gguf': content }), 'model.gguf')
}
function open(path: string): Gguf {
  const gguf = openGguf(path)
  onTestFinished(() => gguf[Symbol.dispose]())
  return gguf
}
function changed(change: (bytes: Buffer) => void): Promise<string> {
  const bytes = Buffer.from(WHOLE)
  change(bytes)
  return fileOf(bytes)
}

test('metadata and tensors are what was written', () => {
  const { metadata, has, shapeOf, read } = open(PATH)
  expect(metadata.get('general.architecture')).toBe('llama')
  expect(metadata.get('llama.rope.freq_base')).toBe(500)
  expect(metadata.get('tokenizer.ggml.tokens')).toHaveLength(280)
  expect(has('blk.1.attn_k.weight')).toBe(true)
  expect(has('blk.2.attn_k.weight')).toBe(false)
  expect(shapeOf('token_embd.weight')).toEqual([280, 16])
  expect(read('output_norm.weight', [16])).toHaveLength(16)
})

test('a tensor that is missing or another is named', () => {
  const gguf = open(PATH)
  expect(() => gguf.read('none', [1])).toThrow(`${PATH}: tensor none: expected it; it is missing`)
  expect(() => gguf.read('output_norm.weight', [17])).toThrow(
    `${PATH}: tensor output_norm.weight: expected the shape [17]; got [16]`,
  )
})

test('a type of tensors that is unknown is named, and rows that blocks do not fill', async () => {
  const at = WHOLE.indexOf('output_norm.weight') + 'output_norm.weight'.length + 4 + 8
  const unknown = open(await changed((bytes) => bytes.writeUInt32LE(16, at)))
  expect(() => unknown.read('output_norm.weight', [16])).toThrow(
    /output_norm\.weight: expected a type of 0 \(F32\), .*14 \(Q6_K\).*; got 16$/,
  )
  const ragged = open(await changed((bytes) => bytes.writeUInt32LE(8, at)))
  expect(() => ragged.read('output_norm.weight', [16])).toThrow(
    'expected rows of a multiple of 32 numbers, as Q8_0 has them; got 16',
  )
})

test('a header that lies is not believed', async () => {
  const lies: readonly (readonly [(bytes: Buffer) => void, RegExp])[] = [
    [(bytes) => bytes.write('GGML'), /begins with GGUF; got "GGML"/],
    [(bytes) => bytes.writeUInt32LE(9, VERSION), /expected version 2 or 3; got 9/],
    [
      (bytes) => bytes.writeBigUInt64LE(2n ** 40n, TENSORS),
      /as many tensors as the \d+ bytes left/,
    ],
    [(bytes) => bytes.writeBigUInt64LE(2n ** 40n, VALUES), /as many values as the \d+ bytes left/],
    [(bytes) => bytes.writeBigUInt64LE(2n ** 63n, VALUES), /expected a number below 2\^53/],
    [(bytes) => bytes.writeBigUInt64LE(2n ** 50n, FIRST_KEY), /a text of at most 67108864 bytes/],
    [
      (bytes) => bytes.writeBigUInt64LE(2n ** 22n, FIRST_KEY),
      /expected a text in bytes \d+ to \d+/,
    ],
  ]
  for (const [lie, message] of lies) {
    const path = await changed(lie)
    expect(() => openGguf(path)).toThrow(message)
    expect(() => openGguf(path)).toThrow(path)
  }
  const key = 'tokenizer.ggml.tokens'
  const list = WHOLE.indexOf(key) + key.length + 4
  const endless = await changed((bytes) => bytes.writeBigUInt64LE(2n ** 32n, list + 4))
  expect(() => openGguf(endless)).toThrow(/as many items of a list as the \d+ bytes left/)
  const nested = await changed((bytes) => bytes.writeUInt32LE(9, list))
  expect(() => openGguf(nested)).toThrow(/expected a type of values, .*; got 9/)
})

test('a file that was cut off is refused wherever it ends', async () => {
  const header = WHOLE.indexOf('output.weight')
  for (let length = 0; length < header; length += 97) {
    const path = await fileOf(WHOLE.subarray(0, length))
    expect(() => openGguf(path), `${length} bytes`).toThrow(path)
  }
  const last = await fileOf(WHOLE.subarray(0, -1))
  const gguf = open(last)
  const read = () =>
    ['blk.1.ffn_down.weight', 'output.weight', 'blk.1.ffn_up.weight', 'output_norm.weight'].map(
      (name) => gguf.read(name, gguf.shapeOf(name)),
    )
  expect(read).toThrow(/expected tensor \S+ in bytes \d+ to \d+; the file has \d+ bytes/)
})

test('however a header is changed, it is read or refused by name', async () => {
  const header = WHOLE.indexOf('output_norm.weight')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 4, max: header }), fc.integer({ min: 0, max: 255 })), {
        minLength: 1,
        maxLength: 4,
      }),
      async (changes) => {
        const path = await changed((bytes) => {
          for (const [at, byte] of changes) bytes[at] = byte
        })
        const read = () => openGguf(path)[Symbol.dispose]()
        expect(complaintOf(read, path)).toContain(path)
      },
    ),
    { numRuns: 200 },
  )
})
