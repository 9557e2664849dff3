import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { TENSOR_TYPES } from './dequantize.ts'
import { FIXTURES } from './testing/files.ts'

/** What the package gguf unpacks blocks to: see `studies/circuits/blocks.py`. */
interface Case {
  readonly name: string
  readonly type: number
  readonly bytes: string
  readonly values: string
}

/** In memory of its own, as it comes from a file. */
const decoded = (text: string) => {
  const bytes = Buffer.from(text, 'base64')
  return Buffer.from(Uint8Array.from(bytes).buffer)
}
const cases = JSON.parse(await readFile(join(FIXTURES, 'blocks.json'), 'utf8')) as readonly Case[]

test('each type is compared', () => {
  expect(cases.map(({ type }) => type).toSorted((a, b) => a - b)).toEqual([...TENSOR_TYPES.keys()])
})

test.for(cases)('blocks of $name unpack to the very numbers of gguf', (one) => {
  const type = TENSOR_TYPES.get(one.type)!
  const bytes = decoded(one.bytes)
  const values = new Float32Array(decoded(one.values).buffer)
  expect(type.name).toBe(one.name)
  expect(type.unpack(bytes)).toEqual(values)
  const [numbers, size] = type.block
  expect((bytes.length / size) * numbers).toBe(values.length)
})
