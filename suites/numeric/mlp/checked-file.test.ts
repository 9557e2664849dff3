import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readFloats, writeFloats } from './checked-file.ts'

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'checked-file-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return directory
}

test('floats come back bit for bit, and no partial file stays', () => {
  const directory = scratch()
  const path = join(directory, 'a/floats.bin')
  const floats = Float32Array.of(1.5, -0, Infinity, 1e-40, 0.1)
  writeFloats(path, floats)
  writeFloats(path, floats)
  expect(readFloats(path, 5)).toStrictEqual(floats)
  expect(readdirSync(join(directory, 'a'))).toStrictEqual(['floats.bin'])
})

test('a view of a larger buffer is written alone', () => {
  const path = join(scratch(), 'floats.bin')
  writeFloats(path, Float32Array.of(1, 2, 3, 4).subarray(1, 3))
  expect(readFloats(path, 2)).toStrictEqual(Float32Array.of(2, 3))
})

test('damage is told from content', () => {
  const path = join(scratch(), 'floats.bin')
  writeFloats(path, Float32Array.of(1, 2))
  expect(() => readFloats(path, 3)).toThrow('40 bytes, expected 44')
  const bytes = readFileSync(path)
  bytes[35] = (bytes[35] ?? 0) ^ 1
  writeFileSync(path, bytes)
  expect(() => readFloats(path, 2)).toThrow('digest')
  truncateSync(path, 7)
  expect(() => readFloats(path, 2)).toThrow('7 bytes')
})
