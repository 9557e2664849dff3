import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import process from 'node:process'
import type { Readable, Writable } from 'node:stream'
import { findProgram } from '../utils/find-program.ts'
import { type Jail, openJail } from './jail.ts'
import { MOST_UNITS_OF_BATCH } from './limits.ts'

/** How a run came to its end. */
export interface Run {
  /** `late`: it was stopped at its time limit; `flood`: at the limit of what it may write. */
  readonly end: 'closed' | 'late' | 'flood'
  /** What was written to file descriptor 3. */
  readonly results: string
  /** What was written to standard error; empty unless it was asked for. */
  readonly errors: string
}

export interface RunOptions {
  /** Standard input. */
  readonly input: string
  /** Milliseconds. */
  readonly timeLimit: number
  readonly listen?: 'errors'
}

/** Runs a program in a sandbox. */
export type Enclosure = (options: RunOptions) => Promise<Run>

/** Pythons that need nothing from outside of /usr. */
const PYTHONS = ['/usr/bin', '/usr/local/bin']
/** JSON takes six bytes for an escaped character. */
const MOST_RESULTS = 6 * MOST_UNITS_OF_BATCH + 2 ** 20
const MOST_ERRORS = 2000

/** A Python program in a jail, made of these files, or, where that cannot be had, what is missing. */
export async function enclose(...parts: readonly URL[]): Promise<Enclosure | string> {
  const jail = openJail()
  if (typeof jail === 'string') return `no sandbox for Python: ${jail}`
  const python = findProgram('python3', PYTHONS)
  if (!python) return `no sandbox for Python: there is no python3 in ${PYTHONS.join(' or ')}`
  const sources = await Promise.all(parts.map((part) => readFile(part, 'utf8')))
  const source = sources.join('\n')
  return (options) => run(jail, [python, '-s', '-B', '-c', source], options)
}

async function run(
  jail: Jail,
  command: readonly string[],
  { input, timeLimit, listen }: RunOptions,
): Promise<Run> {
  const child = jail.start(command, {
    env: { PYTHONHASHSEED: '0', OPENBLAS_NUM_THREADS: '1' },
    stdio: ['pipe', 'ignore', listen ? 'pipe' : 'ignore', 'pipe'],
  })
  const closed = once(child, 'close')
  let end: Run['end'] = 'closed'
  const stop = (why: Run['end']) => {
    if (end === 'closed') end = why
    // The sandbox dies with the process that holds it.
    const running = child.exitCode === null && child.signalCode === null
    if (running && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }
  // A run that ended while this thread was busy is still in time.
  const timer = setTimeout(() => setImmediate(() => stop('late')), timeLimit)
  const [stdin, , stderr, fd3] = child.stdio as unknown as Streams
  // A program that ends early leaves its input unread; how it ended is seen from its results.
  stdin.on('error', () => undefined)
  stdin.end(input)
  const results = collect(fd3, MOST_RESULTS, () => stop('flood'))
  const errors = stderr ? collect(stderr, MOST_ERRORS, () => undefined) : () => ''
  try {
    await closed
    return { end, results: results(), errors: errors() }
  } finally {
    clearTimeout(timer)
  }
}

type Streams = readonly [Writable, null, Readable | null, Readable]

/** The text of a stream up to a number of bytes; the rest is dropped. */
function collect(stream: Readable, most: number, full: () => void): () => string {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    if (size < most) chunks.push(chunk)
    size += chunk.length
    if (size > most) full()
  })
  return () => Buffer.concat(chunks).toString().slice(0, most)
}
