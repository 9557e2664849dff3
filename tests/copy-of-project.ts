import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export const REPOSITORY = resolve(import.meta.dirname, '..')

/** A copy of the files that git knows, with the packages of the original, below `.find/<folder>`. */
export function copyOfProject(folder: string): string {
  const parent = join(REPOSITORY, '.find', folder)
  mkdirSync(parent, { recursive: true })
  const root = mkdtempSync(join(parent, 'project-'))
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: REPOSITORY, encoding: 'utf8' })
  for (const file of listed.split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    cpSync(join(REPOSITORY, file), join(root, file))
  }
  symlinkSync(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'))
  return root
}
