/** Files that tests make. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'

/** The checkpoints that `studies/circuits/checkpoints.py` made. */
export const FIXTURES = resolve(import.meta.dirname, '../../../fixtures/circuits/checkpoints')

/** Writes files into a new folder, which is gone when the test is over. */
export async function folderOf(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'checkpoint-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

export interface StoredTensor {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

/** A file of safetensors. */
export function safetensors(tensors: Readonly<Record<string, StoredTensor>>): Buffer {
  let end = 0
  const header = Object.entries(tensors).map(([name, { dtype, shape, bytes }]) => {
    const start = end
    end += bytes.length
    return [name, { dtype, shape, data_offsets: [start, end] }] as const
  })
  const data = Object.values(tensors).map(({ bytes }) => bytes)
  return withHeader(JSON.stringify(Object.fromEntries(header)), ...data)
}

export function withHeader(header: string, ...data: readonly Uint8Array[]): Buffer {
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)))
  return Buffer.concat([length, Buffer.from(header), ...data])
}

export const bytesOf = (numbers: Float32Array | Uint16Array): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)

/** The message of the error that work ends in; `otherwise` where it ends well. */
export function complaintOf(work: () => unknown, otherwise: string): string {
  try {
    work()
    return otherwise
  } catch (error) {
    return (error as Error).message
  }
}
