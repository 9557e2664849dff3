import { open } from 'node:fs/promises'

const MAGIC = 'GGUF'
const NEWEST = 3

/**
 * Looks at the first bytes of a file, for a reader of GGUF may never come to an end in another.
 *
 * @throws Error that names the file, where it cannot be read or is of another kind.
 */
export async function checkGguf(path: string): Promise<void> {
  const head = await headOf(path)
  const magic = head.toString('latin1', 0, MAGIC.length)
  const version = head.length === 8 ? head.readUInt32LE(MAGIC.length) : 0
  if (magic === MAGIC && version >= 1 && version <= NEWEST) return
  throw new Error(
    `model ${path}: expected a GGUF file, which begins with ${MAGIC} and a version up to ` +
      `${NEWEST}; got ${head.length === 0 ? 'an empty file' : JSON.stringify(head.toString('latin1'))}`,
  )
}

async function headOf(path: string): Promise<Buffer> {
  try {
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8))
    return buffer.subarray(0, bytesRead)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`model ${path}: expected a GGUF file that can be read; ${reason}`, { cause })
  }
}
