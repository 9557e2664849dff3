import { readdirSync, readFileSync } from 'node:fs'
import process from 'node:process'

/** How often it looks again for what was started meanwhile. */
const ROUNDS = 10

/**
 * Ends the processes whose environment has this variable, also those that left their group. Only
 * Linux tells; and a process that cleared its environment is not found.
 */
export function stopMarked(variable: string): void {
  if (process.platform !== 'linux') return
  for (let round = 0; round < ROUNDS; round++) {
    const found = processes().filter((pid) => environmentOf(pid).includes(variable))
    if (found.length === 0) return
    for (const pid of found) kill(pid)
  }
}

const processes = () =>
  readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? Number(name) : []))

function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
  } catch {
    // It has ended, or is somebody else's.
    return []
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
