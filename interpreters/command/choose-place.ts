import { existsSync } from 'node:fs'
import { basename, delimiter, isAbsolute, resolve, sep } from 'node:path'
import process from 'node:process'
import { findProgram, openJail, SYSTEM_PATH } from '../../plugins/index.ts'
import type { Options } from './options.ts'
import { openPlace, type Place, sealedPlace } from './place.ts'

export type Housing = Pick<Options, 'command' | 'reads' | 'env' | 'sealed'>

/**
 * A jail, where this machine has one and it is not refused, else a temporary folder.
 *
 * @throws Error that names what is not there.
 */
export function choosePlace({ command: name, reads, env, sealed: wanted }: Housing): {
  readonly place: Place
  readonly sealed: boolean
} {
  const jail = wanted === false ? 'it is not asked for' : openJail()
  if (wanted && typeof jail === 'string') throw new Error(`cannot be sealed: ${jail}`)
  const sealed = typeof jail !== 'string'
  const path = (process.env['PATH'] ?? '').split(delimiter)
  const folders = sealed ? visibleFolders(path, reads) : path
  const setup = {
    command: commandOf(name, folders, sealed),
    reads,
    env: { PATH: folders.join(delimiter), ...environmentOf(env) },
  }
  return { place: sealed ? sealedPlace(jail, setup) : openPlace(setup), sealed }
}

/** Of the folders on the PATH those that a jail has, and the system's. */
function visibleFolders(path: readonly string[], reads: readonly string[]): string[] {
  const roots = ['/usr', '/bin', ...reads]
  const own = path.filter((folder) =>
    roots.some((root) => folder === root || folder.startsWith(`${root}${sep}`)),
  )
  return [...new Set([...own, ...SYSTEM_PATH])]
}

function commandOf(name: string, folders: readonly string[], sealed: boolean): string {
  // Paths are of its own folder, or of the machine's.
  if (name.includes('/') || isAbsolute(name)) return name
  const found = findProgram(name, folders)
  if (found) return found
  const hint = sealed
    ? ', which is what a sealed program sees: name its folder in `reads`, or set `sealed: false`'
    : ''
  throw new Error(`command: there is no ${name} in ${folders.join(delimiter)}${hint}`)
}

/** The files and folders that lie in the folder of a program, by name. */
export function filesOf(files: readonly string[]): Record<string, string> {
  const paths = files.map((file) => resolve(file))
  const missing = paths.find((path) => !existsSync(path))
  if (missing !== undefined) throw new Error(`files: there is no ${missing}`)
  return Object.fromEntries(paths.map((path) => [basename(path), path]))
}

function environmentOf(env: Options['env']): Readonly<Record<string, string>> {
  if (!Array.isArray(env)) return env
  const missing = env.find((name) => process.env[name] === undefined)
  if (missing !== undefined) throw new Error(`env: ${missing} is not set`)
  return Object.fromEntries(env.map((name) => [name, process.env[name]!]))
}
