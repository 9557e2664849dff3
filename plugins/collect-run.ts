import { execFileSync } from 'node:child_process'
import process from 'node:process'
import type { TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import packageJson from '../package.json' with { type: 'json' }
import type { Provenance, RunRecord, RunSettings } from './contracts.ts'

/** A finished or interrupted run, as the reporters of the main process see it. */
export interface Run {
  readonly settings: readonly RunSettings[]
  /** In the order in which the tests are declared. */
  readonly records: readonly RunRecord[]
  /** What kept functions from coming to an end: an interruption, an error in an entry file. */
  readonly faults: readonly string[]
  /** What the user left out of all that the settings ask for. */
  readonly selection: readonly string[]
  /** Set where this run is a part that is judged after `--merge-reports`. */
  readonly shard: string | null
}

/** Reads the records of a run from Vitest's tree. */
export async function collectRun(
  vitest: Vitest,
  modules: readonly TestModule[],
  reason: TestRunEndReason,
): Promise<Run> {
  const cases = modules.flatMap((module) => [...module.children.allTests()])
  const records = cases.flatMap((test) => recordOf(test) ?? [])
  const { shard } = vitest.config
  return {
    settings: vitest.projects.flatMap((project) => project.getProvidedContext().find ?? []),
    records,
    faults: [
      ...(reason === 'interrupted' ? ['the run was interrupted'] : []),
      ...modules.flatMap(collectionErrors),
      ...unfinished(records),
    ],
    // What an interruption left undone was not left out by the user.
    selection: reason === 'interrupted' ? [] : await selection(vitest, modules, cases),
    shard: shard ? `${shard.index}/${shard.count}` : null,
  }
}

/** The record of a test; a case that was cut off by its time limit has failed. */
export function recordOf(test: TestCase): RunRecord | undefined {
  const record = test.meta().find
  const result = test.result()
  if (record?.state !== 'started' || result.state !== 'failed') return record
  const message = result.errors.map((error) => error.message).join('; ')
  return { ...record, state: 'failed', error: { kind: 'timeout', message } }
}

const collectionErrors = (module: TestModule): string[] =>
  module
    .errors()
    .map(({ message }) => `${module.project.name} ${module.relativeModuleId}: ${message}`)

function unfinished(records: readonly RunRecord[]): string[] {
  const ids = records.filter(({ state }) => state === 'started').map(({ functionId }) => functionId)
  return ids.length > 0 ? [`${ids.length} cases did not finish: ${shortList(ids)}`] : []
}

const key = (project: string, moduleId: string) => JSON.stringify([project, moduleId])

async function selection(
  vitest: Vitest,
  modules: readonly TestModule[],
  cases: readonly TestCase[],
): Promise<string[]> {
  const ran = new Set(modules.map(({ project, moduleId }) => key(project.name, moduleId)))
  const all = await vitest.globTestSpecifications()
  const left = all.filter(({ project, moduleId }) => !ran.has(key(project.name, moduleId))).length
  const skipped = cases.filter((test) => !test.meta().find).length
  return [
    ...(left > 0 ? [`${left} of ${all.length} entry files were not selected`] : []),
    ...(skipped > 0 ? [`${skipped} of ${cases.length} functions were not selected`] : []),
  ]
}

/** At most 20 names, and how many more there are. */
export function shortList(names: readonly string[]): string {
  const more = names.length - 20
  return names.slice(0, 20).join(', ') + (more > 0 ? `, and ${more} more` : '')
}

/** Where a run comes from. Sizes and seeds are the same for all interpreters of a run. */
export function provenance(run: Run, root: string, vitestVersion: string): Provenance {
  const [first] = run.settings
  const status = git(root, 'status', '--porcelain')
  return {
    time: new Date().toISOString(),
    commit: git(root, 'rev-parse', 'HEAD'),
    dirty: status === null ? null : status !== '',
    versions: {
      [packageJson.name]: packageJson.version,
      vitest: vitestVersion,
      node: process.versions.node,
    },
    seed: first?.seed ?? 0,
    size: first?.size ?? 'full',
    interpreters: Object.fromEntries(
      run.settings.map(({ interpreter: { name, options } }) => [
        name,
        { options: options ?? null },
      ]),
    ),
    suites: Object.fromEntries(run.records.map(({ suite }) => [suite.name, suite.version])),
    complete: run.faults.length + run.selection.length === 0,
    incomplete: [...run.faults, ...run.selection],
  }
}

/** Output of a git command; null where there is no git or no repository. */
function git(cwd: string, ...args: string[]): string | null {
  try {
    return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    // Not a repository, or no git: the provenance says so by null.
    return null
  }
}
