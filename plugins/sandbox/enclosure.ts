import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, constants, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import type { Readable, Writable } from 'node:stream'
import { MOST_UNITS_OF_BATCH } from './limits.ts'
import { systemCallFilter } from './system-calls.ts'

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
/** Limits on the number of processes do not hold for root, so its sandboxes are nobody's. */
const NOBODY = 65_534
/** JSON takes six bytes for an escaped character. */
const MOST_RESULTS = 6 * MOST_UNITS_OF_BATCH + 2 ** 20
const MOST_ERRORS = 2000

/** A Python program in bubblewrap, or, where that cannot be had, what is missing. */
export async function enclose(program: URL): Promise<Enclosure | string> {
  const bwrap = await find('bwrap', (process.env['PATH'] ?? '').split(delimiter))
  if (!bwrap) return 'no sandbox for Python: bubblewrap (bwrap) is not on the PATH'
  const python = await find('python3', PYTHONS)
  if (!python) return `no sandbox for Python: there is no python3 in ${PYTHONS.join(' or ')}`
  const source = await readFile(program, 'utf8')
  const filter = systemCallFilter(process.arch)
  // The root is an empty file system in memory; of the machine's files there are its libraries.
  const args = [
    ['--unshare-all', '--unshare-user', '--disable-userns', '--die-with-parent', '--new-session'],
    ['--ro-bind', '/usr', '/usr'],
    ['--ro-bind-try', '/lib', '/lib'],
    ['--ro-bind-try', '/lib64', '/lib64'],
    // Links between libraries, on Debian.
    ['--ro-bind-try', '/etc/alternatives', '/etc/alternatives'],
    ['--remount-ro', '/', '--chdir', '/', '--hostname', 'sandbox'],
    ['--clearenv', '--setenv', 'PYTHONHASHSEED', '0', '--setenv', 'OPENBLAS_NUM_THREADS', '1'],
    filter ? ['--seccomp', '4'] : [],
    [python, '-s', '-B', '-c', source],
  ].flat()
  return (options) => run(bwrap, args, filter, options)
}

async function run(
  command: string,
  args: readonly string[],
  filter: Buffer | null,
  { input, timeLimit, listen }: RunOptions,
): Promise<Run> {
  const nobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  const child = spawn(command, args, {
    ...nobody,
    cwd: '/',
    env: {},
    detached: true,
    stdio: ['pipe', 'ignore', listen ? 'pipe' : 'ignore', 'pipe', 'pipe'],
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
  const [stdin, , stderr, fd3, fd4] = child.stdio as unknown as Streams
  // A program that ends early leaves its input unread; how it ended is seen from its results.
  for (const stream of [stdin, fd4]) stream.on('error', () => undefined)
  stdin.end(input)
  fd4.end(filter)
  const results = collect(fd3, MOST_RESULTS, () => stop('flood'))
  const errors = stderr ? collect(stderr, MOST_ERRORS, () => undefined) : () => ''
  try {
    await closed
    return { end, results: results(), errors: errors() }
  } finally {
    clearTimeout(timer)
  }
}

type Streams = readonly [Writable, null, Readable | null, Readable, Writable]

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

async function find(name: string, folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders.filter(Boolean)) {
    const file = join(folder, name)
    const isThere = access(file, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (await isThere) return file
  }
  return undefined
}
