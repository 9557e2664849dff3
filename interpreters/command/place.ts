/** Where a program runs: in a jail, or, unsealed, in a temporary folder of this machine. */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import process from 'node:process'
import { type HomeFile, type Jail, JAIL_HOME } from '../../plugins/index.ts'
import type { Guarded } from './guard.ts'
import type { Stand } from './stand.ts'
import { stopMarked } from './stop-marked.ts'

/** One process, in a folder of its own. */
export interface Started {
  readonly child: ChildProcess
  /** Ends every process that came of it, as far as they can be found. */
  readonly kill: () => void
  /** Takes its folder away, once nothing runs in it. */
  readonly clear: () => Promise<void>
}

export interface Place {
  /** The PATH of its programs. */
  readonly path: string
  /** What a program finds the case at: `http://127.0.0.1:PORT/…`. */
  address(stand: Stand): Promise<string>
  /** @param stand is where it finds the case over HTTP; null: it cannot. */
  start(launch: Launch, stand: Stand | null): Promise<Started>
}

/** What is there for all cases. */
export interface Setup {
  readonly command: string
  readonly reads: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** What is run for one. */
export interface Launch {
  /** In place of the one that is there for all. */
  readonly command?: string
  readonly args: readonly string[]
  /** Files and folders by name in its folder. */
  readonly files: Readonly<Record<string, HomeFile>>
  readonly env: Readonly<Record<string, string>>
}

const STDIO = ['pipe', 'pipe', 'pipe'] as const
/** The port on a jail's own loopback, where nobody else has any. */
const PORT = 4100
/** Where a jail has this very Node. */
export const SEALED_NODE = '/opt/find/node'
const RELAY = readFileSync(new URL('./relay.mjs', import.meta.url), 'utf8')

let guard: ChildProcess | undefined

/** Tells the guard of a program, which outlives this process for as long as it takes to end it. */
function tellGuard(guarded: Guarded): void {
  guard ??= startGuard()
  guard.send(guarded)
}

function startGuard(): ChildProcess {
  const started = fork(new URL(`./guard${extname(import.meta.url)}`, import.meta.url), {
    stdio: 'ignore',
    detached: true,
    execArgv: [],
    // It has no use for keys.
    env: {},
  })
  // Where somebody has ended it, there is another for the next.
  started.once('exit', () => (guard = undefined)).on('error', () => undefined)
  // Neither keeps the other waiting.
  started.unref()
  started.channel?.unref()
  return started
}

/** The variable that tells a program's processes from others. */
const MARK = 'FIND_PROGRAM'

/** Leaves nothing behind, even if this process is killed: its folder is in memory. */
export const sealedPlace = (jail: Jail, { command, reads, env }: Setup): Place => ({
  address: async ({ path }) => `http://127.0.0.1:${PORT}${path}`,
  path: env['PATH'] ?? '',
  async start({ command: another = command, args, files, env: own }, stand) {
    const program = [another, ...args]
    const relayed = [SEALED_NODE, '--input-type=module', '-e', RELAY, String(PORT), ...program]
    const needsNode = stand !== null || another === SEALED_NODE
    const key = randomUUID()
    // A jail that has just begun does not end with this process yet.
    tellGuard({ key, mark: `${MARK}=${key}` })
    const child = jail.start(stand ? relayed : program, {
      env: { ...env, ...own, HOME: JAIL_HOME, TMPDIR: '/tmp', [MARK]: key },
      stdio: STDIO,
      home: files,
      reads: {
        ...Object.fromEntries(reads.map((path) => [path, path])),
        ...(needsNode ? { [SEALED_NODE]: process.execPath } : {}),
      },
      channel: stand !== null,
    })
    child.on('message', (_, handle) => {
      if (handle instanceof Socket) stand?.accept(handle)
    })
    return {
      child,
      kill: () => void child.kill('SIGKILL'),
      clear: async () => tellGuard({ key, isOver: true }),
    }
  },
})

export const openPlace = ({ command, env }: Setup): Place => ({
  address: async (stand) => (await stand.origin()) + stand.path,
  path: env['PATH'] ?? '',
  async start({ command: another = command, args, files, env: own }) {
    const folder = await mkdtemp(join(tmpdir(), 'find-program-'))
    const mark = randomUUID()
    const variable = `${MARK}=${mark}`
    tellGuard({ key: mark, folder, mark: variable })
    const clear = async () => {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
      tellGuard({ key: mark, isOver: true })
    }
    try {
      for (const [name, file] of Object.entries(files)) await lay(file, join(folder, name))
      const child = spawn(another, args, {
        cwd: folder,
        env: { HOME: folder, ...env, ...own, TMPDIR: folder, [MARK]: mark },
        stdio: [...STDIO],
        // A group of its own, which can be ended as one.
        detached: process.platform !== 'win32',
      })
      if (child.pid !== undefined) tellGuard({ key: mark, group: child.pid })
      const kill = () => {
        killGroup(child)
        stopMarked(variable)
      }
      return { child, kill, clear }
    } catch (error) {
      await clear()
      throw error
    }
  },
})

async function lay(file: HomeFile, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  if (typeof file === 'string') await cp(file, path, { recursive: true })
  else await writeFile(path, file.text)
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // None of them is left.
  }
}
