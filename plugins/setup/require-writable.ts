import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

/**
 * Writes a file into a folder and takes it away again.
 *
 * @throws Error where that cannot be: a folder that may only be read, a full disk.
 */
export function requireWritable(folder: string): void {
  const path = join(folder, `writable.${process.pid}.part`)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, ' ')
    rmSync(path)
  } catch (cause) {
    throw new Error(`what comes of the run cannot be written to ${folder}: ${reasonOf(cause)}`, {
      cause,
    })
  }
}

/** What the system says, without the call and its path: `ENOSPC: no space left on device`. */
export const reasonOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).split(', ', 1)[0]!
