/**
 * Ends programs, and takes their folders away, once the process that started them is gone,
 * however it went: a process of its own, which is told of each over the channel of Node's.
 */
import { rmSync } from 'node:fs'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopMarked } from './stop-marked.ts'

/** A program that is guarded, as far as it is known, or whose time is over. */
export interface Guarded {
  readonly key: string
  readonly isOver?: boolean
  /** The variable that all its processes have. */
  readonly mark?: string
  /** Outside of a jail: the number of its group, and its folder. */
  readonly group?: number
  readonly folder?: string
}

/** Milliseconds after which it looks for what was being started, on a machine that is busy too. */
const LOOKS = [0, 250, 2000] as const

const guarded = new Map<string, Guarded>()

process.on('message', (one: Guarded) => {
  if (one.isOver) guarded.delete(one.key)
  else guarded.set(one.key, { ...guarded.get(one.key), ...one })
})
process.once('disconnect', () => void endAll())

async function endAll(): Promise<void> {
  for (const wait of LOOKS) {
    await sleep(wait)
    for (const { folder, mark, group } of guarded.values()) {
      if (group !== undefined) endGroup(group)
      if (mark !== undefined) stopMarked(mark)
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  }
}

function endGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // None of it is left.
  }
}
