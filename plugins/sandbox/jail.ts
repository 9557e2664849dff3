import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, statSync } from 'node:fs'
import { delimiter } from 'node:path'
import process from 'node:process'
import type { Writable } from 'node:stream'
import { findProgram } from '../utils/find-program.ts'
import { systemCallFilter } from './system-calls.ts'

/** Where a program in a jail finds its own folder. */
export const JAIL_HOME = '/home/program'
/** Where the system's programs are, in a jail as outside. */
export const SYSTEM_PATH = ['/usr/local/bin', '/usr/bin', '/bin'] as const

/** Limits on the number of processes do not hold for root, so its jails are nobody's. */
const NOBODY = 65_534
/** Bytes of memory that what a program writes may take, to its folder and to `/tmp`. */
const MOST_WRITTEN = 2 ** 28

/** What a program has in its jail beside the system's libraries and programs. */
export interface Cell {
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>
  readonly stdio: readonly ('pipe' | 'ignore')[]
  /**
   * Files and folders of the machine, or texts, by their names in a folder of its own in memory,
   * which is where it begins and may write. Without it there are neither devices nor processes
   * to see.
   */
  readonly home?: Readonly<Record<string, HomeFile>>
  /** More files and folders that it may read: paths on the machine, by paths in the jail. */
  readonly reads?: Readonly<Record<string, string>>
  /** Whether it has a channel to this process, as programs for Node have that it starts. */
  readonly channel?: boolean
}

/** The path of a file or a folder, or what is to stand in a file. */
export type HomeFile = string | { readonly text: string }

/**
 * Bubblewrap: neither network nor files but those it is given, one tree of processes which dies
 * with its first, with the process that started it, and with this one.
 */
export interface Jail {
  /** @param command an absolute path and its arguments. */
  start(command: readonly string[], cell: Cell): ChildProcess
}

/** A jail that was seen to work, or what is missing. */
export function openJail(): Jail | string {
  const bwrap = findProgram('bwrap', (process.env['PATH'] ?? '').split(delimiter))
  if (!bwrap) return 'bubblewrap (bwrap) is not on the PATH'
  const tried = spawnSync(bwrap, [...WALLS, ...OWN_FOLDER, '--', '/usr/bin/true'], {
    ...nobody(),
    cwd: '/',
    env: {},
    encoding: 'utf8',
  })
  if (tried.status !== 0) {
    const said = tried.stderr?.trim().slice(0, 2000)
    return said || String(tried.error ?? 'bubblewrap runs nothing')
  }
  return { start: (command, cell) => start(bwrap, command, cell) }
}

// The root is an empty file system in memory; of the machine's files there are its libraries.
const WALLS = [
  ['--unshare-all', '--unshare-user', '--disable-userns', '--die-with-parent', '--new-session'],
  ['--ro-bind', '/usr', '/usr'],
  ...['/bin', '/lib', '/lib64'].map((folder) => ['--ro-bind-try', folder, folder]),
  // Links between libraries and between programs, and where the dynamic ones are.
  ...['/etc/alternatives', '/etc/ld.so.cache'].map((path) => ['--ro-bind-try', path, path]),
  ['--hostname', 'sandbox'],
].flat()

const OWN_FOLDER = [
  ['--proc', '/proc', '--dev', '/dev'],
  ...[JAIL_HOME, '/tmp'].map((folder) => ['--size', String(MOST_WRITTEN), '--tmpfs', folder]),
].flat()

const nobody = () => (process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {})

function start(bwrap: string, command: readonly string[], cell: Cell): ChildProcess {
  const { env, stdio, home, reads = {}, channel } = cell
  const filter = systemCallFilter(process.arch)
  // Files travel open: their folder may be one that nobody else can enter.
  const open: number[] = []
  const texts: string[] = []
  const sources: (number | 'pipe')[] = []
  const first = stdio.length + 1
  try {
    const own = Object.entries(home ?? {}).flatMap(([name, file]) => {
      const place = `${JAIL_HOME}/${name}`
      if (typeof file === 'string') {
        if (statSync(file).isDirectory()) return ['--ro-bind', file, place]
        open.push(openSync(file, 'r'))
        sources.push(open.at(-1)!)
      } else {
        texts.push(file.text)
        sources.push('pipe')
      }
      return ['--perms', '0755', '--file', String(first + sources.length - 1), place]
    })
    const args = [
      WALLS,
      home ? OWN_FOLDER : [],
      Object.entries(reads).flatMap(([place, path]) => ['--ro-bind', path, place]),
      own,
      ['--remount-ro', '/', '--chdir', home ? JAIL_HOME : '/'],
      filter ? ['--seccomp', String(stdio.length)] : [],
      ['--', ...command],
    ].flat()
    const child = spawn(bwrap, args, {
      ...nobody(),
      cwd: '/',
      env: { ...env },
      detached: true,
      stdio: [...stdio, 'pipe', ...sources, ...(channel ? (['ipc'] as const) : [])],
      // A message is what a program says: it is JSON, not an object of this process's.
      serialization: 'json',
    })
    const pipes = (child.stdio as readonly unknown[]).slice(stdio.length) as (Writable | null)[]
    const feeds = sources.flatMap((source, i) => (source === 'pipe' ? [pipes[1 + i]] : []))
    feed(pipes[0], filter)
    for (const [i, text] of texts.entries()) feed(feeds[i], text)
    return child
  } finally {
    for (const file of open) closeSync(file)
  }
}

function feed(pipe: Writable | null | undefined, content: Buffer | string | null): void {
  // A jail that cannot be made reads nothing; it says so on its standard error.
  pipe?.on('error', () => undefined)
  pipe?.end(content)
}
