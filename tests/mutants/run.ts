/**
 * Plants a fault in a copy of the project and runs the tests that are to notice it, for each
 * fault of the list: `npm run mutants`, or `npm run mutants -- ceiling` for some of them.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { copyOfProject, REPOSITORY } from '../copy-of-project.ts'
import { MUTANTS, type Mutant } from './mutants.ts'

/** Whether the tests pass on the copy as it is. */
function passes(root: string, tests: readonly string[]): boolean {
  const vitest = join(REPOSITORY, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', '--config', 'vitest.tests.config.ts', '--bail=1', ...tests]
  const { status, error } = spawnSync(process.execPath, args, { cwd: root, stdio: 'pipe' })
  if (error) throw error
  return status === 0
}

function survives(root: string, { file, from, to, tests }: Mutant): boolean {
  const path = join(root, file)
  const original = readFileSync(path, 'utf8')
  if (original.split(from).length !== 2)
    throw new Error(`${file}: expected the text once, to plant a fault in it: ${from}`)
  writeFileSync(
    path,
    original.replace(from, () => to),
  )
  try {
    return passes(root, tests)
  } finally {
    writeFileSync(path, original)
  }
}

const wanted = process.argv.slice(2)
const mutants = MUTANTS.filter(
  ({ fault }) => wanted.length === 0 || wanted.some((word) => fault.includes(word)),
)
const root = copyOfProject('mutants')
try {
  const tests = [...new Set(mutants.flatMap((mutant) => mutant.tests))]
  if (!passes(root, tests)) throw new Error('the tests fail before any fault is planted')
  let alive = 0
  for (const mutant of mutants) {
    const survived = survives(root, mutant)
    if (survived) alive++
    console.log(`${survived ? 'SURVIVES' : 'killed  '}  ${mutant.fault}`)
  }
  console.log(`${mutants.length - alive} of ${mutants.length} killed`)
  if (alive > 0) process.exitCode = 1
} finally {
  rmSync(root, { recursive: true })
}
