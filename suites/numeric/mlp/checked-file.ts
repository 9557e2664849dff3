import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const DIGEST_BYTES = 32

/** Writes 32-bit floats behind their digest; readers see the old file or the new one, whole. */
export function writeFloats(path: string, floats: Float32Array): void {
  const payload = new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength)
  const partial = `${path}.${randomUUID()}`
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(partial, Buffer.concat([digest(payload), payload]))
  renameSync(partial, path)
}

/**
 * Reads what {@link writeFloats} wrote.
 *
 * @throws Error where the file is missing, or is not `length` floats behind their digest.
 */
export function readFloats(path: string, length: number): Float32Array {
  const bytes = readFileSync(path)
  const expected = DIGEST_BYTES + length * Float32Array.BYTES_PER_ELEMENT
  if (bytes.length !== expected) {
    throw new Error(`${path}: ${bytes.length} bytes, expected ${expected}.`)
  }
  const payload = Uint8Array.from(bytes.subarray(DIGEST_BYTES))
  if (!digest(payload).equals(bytes.subarray(0, DIGEST_BYTES))) {
    throw new Error(`${path}: the digest does not match the content.`)
  }
  return new Float32Array(payload.buffer)
}

function digest(payload: Uint8Array): Buffer {
  return createHash('sha256').update(payload).digest()
}
