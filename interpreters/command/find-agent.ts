import { readdirSync, realpathSync } from 'node:fs'
import { basename, delimiter, dirname, isAbsolute, join, resolve } from 'node:path'
import process from 'node:process'
import { findProgram } from '../../plugins/index.ts'

/**
 * Where the program of an agent is, and what it must be able to read: of an npm package that and
 * those beside it that hold its binaries, else the file alone.
 *
 * @throws Error where there is none.
 */
export function findAgent(name: string): { program: string; reads: readonly string[] } {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = isAbsolute(name) || name.includes('/') ? resolve(name) : findProgram(name, folders)
  if (!found) throw new Error(`there is no ${name} on the PATH: install it, or set \`command\``)
  const program = realpathSync(found)
  const home = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(program)?.[0]
  if (home === undefined) return { program, reads: [program] }
  const [scope, own] = [dirname(home), basename(home)]
  // `codex` has its binary in `codex-linux-x64`, `opencode-ai` in `opencode-linux-x64`.
  const stem = own.replace(/-ai$/, '')
  const beside = readdirSync(scope).filter(
    (one) => one.startsWith(`${stem}-`) && one.includes(process.platform),
  )
  return { program, reads: [home, ...beside.map((one) => join(scope, one))] }
}
