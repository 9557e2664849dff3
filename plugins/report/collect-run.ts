import { execFileSync } from 'node:child_process'
import { posix } from 'node:path'
import process from 'node:process'
import { groups } from 'd3-array'
import type { TestCase, TestModule, TestRunEndReason, TestSpecification, Vitest } from 'vitest/node'
import packageJson from '../../package.json' with { type: 'json' }
import { type Exhibit, RECORD_SCHEMA, RunRecord } from '../records.ts'
import type { RunSettings } from '../run-settings.ts'
import type { Provenance } from '../summary.ts'
import { cut } from '../utils/cut.ts'
import { oneLine } from '../utils/one-line.ts'
import { faultsIn } from './faults.ts'

/** What one interpreter did in a run. */
export interface InterpreterRun {
  readonly settings: RunSettings
  /** The records stand in the order in which the tests are declared. */
  readonly records: readonly RunRecord[]
  /** What people are shown of cases beside their records. */
  readonly exhibits: ReadonlyMap<RunRecord, Exhibit>
  /** What kept functions from coming to an end: an interruption, an error in an entry file. */
  readonly faults: readonly string[]
  /** What the user left out of all that the settings ask for. */
  readonly selection: readonly string[]
}

/** A finished or interrupted run, as the reporters of the main process see it. */
export interface Run {
  readonly interpreters: readonly InterpreterRun[]
  /** Set where this run is a part that is judged after `--merge-reports`. */
  readonly shard: string | null
}

/** Reads the records of a run from Vitest's tree. */
export async function collectRun(
  vitest: Vitest,
  modules: readonly TestModule[],
  reason: TestRunEndReason,
): Promise<Run> {
  const { shard, watch, mergeReports } = vitest.config
  const files = await vitest.globTestSpecifications()
  const isBeside = modules.some(({ project }) => !project.getProvidedContext().find)
  const interpreters = vitest.projects.flatMap((project): InterpreterRun[] => {
    const { find: settings, findFault: fault } = project.getProvidedContext()
    const own = modules.filter((module) => module.project.name === project.name)
    // A rerun is of the interpreters that an edit can change.
    if (!settings || (watch && own.length === 0)) return []
    const left = leftOut(
      own,
      files.filter((file) => file.project.name === project.name),
    )
    const exhibits = new Map<RunRecord, Exhibit>()
    // An entry that cannot import its interpreter has nothing to add to why that cannot begin.
    const errors = fault ? [fault] : collectionErrors(own)
    const recorded = own.map((module) => ({
      path: module.relativeModuleId,
      records: casesOf(module).flatMap((test) => {
        const record = recordOf(test)
        const { findExhibit } = test.meta()
        if (record && findExhibit) exhibits.set(record, findExhibit)
        return record ?? []
      }),
    }))
    const records = recorded.flatMap((module) => module.records)
    // Who asked for other tests alone has not asked for the benchmark.
    if (isBeside && records.length === 0 && left.length > 0 && errors.length === 0) return []
    // What an interruption left undone, and a report that is missing from a merge, was not left
    // out by the user.
    const chosen = reason !== 'interrupted' && !mergeReports
    return [
      {
        settings,
        records,
        exhibits,
        faults: [
          ...(reason === 'interrupted' ? ['the run was interrupted'] : []),
          ...errors,
          ...outdated(own.flatMap(casesOf)),
          ...faultsIn(recorded, settings, Boolean(mergeReports)),
          ...(mergeReports ? left : []),
        ],
        selection: chosen ? left : [],
      },
    ]
  })
  return { interpreters, shard: shard ? `${shard.index}/${shard.count}` : null }
}

/** All records of a run, interpreter by interpreter. */
export const recordsOf = (run: Run): RunRecord[] =>
  run.interpreters.flatMap(({ records }) => records)

const casesOf = (module: TestModule): TestCase[] => [...module.children.allTests()]

/**
 * The record of a test; a case that was cut off by a limit of Vitest's own has failed. One whose
 * process ended under it is still sealed: its tags tell the rest, category and variant first.
 */
export function recordOf(test: TestCase): RunRecord | undefined {
  const { find } = test.meta()
  if (!find || schemaOf(test) !== RECORD_SCHEMA) return undefined
  const [, variant = '', ...operators] = test.tags
  const record = RunRecord.parse(
    find.state === 'sealed' ? { ...find, state: 'started', variant, operators } : find,
  )
  const result = test.result()
  if (record.state !== 'started' || result.state !== 'failed') return record
  const message = cut(result.errors.map((error) => error.message).join('; '))
  return { ...record, state: 'failed', error: { kind: 'timeout', message }, scores: [] }
}

/** The schema of a test's record: a report that is merged may be of another version. */
const schemaOf = (test: TestCase): unknown => test.meta().find?.schema

function outdated(cases: readonly TestCase[]): string[] {
  const schemas = cases.map(schemaOf).filter((schema) => schema !== undefined)
  const others = [...new Set(schemas.filter((schema) => schema !== RECORD_SCHEMA).map(String))]
  return others.length > 0
    ? [
        `records of schema ${others.join(', ')} were left out, this version writes ${RECORD_SCHEMA}: empty .vitest/blob and run the shards again`,
      ]
    : []
}

/** Errors in entry files; what keeps several from being loaded is told once. */
function collectionErrors(modules: readonly TestModule[]): string[] {
  const found = modules.flatMap((module) =>
    module
      .errors()
      .map(({ message }) => ({ path: module.relativeModuleId, reason: oneLine(message) })),
  )
  return groups(found, ({ reason }) => reason).map(([reason, own]) =>
    own.length === 1 ? `${own[0]!.path}: ${reason}` : `${own.length} entry files: ${reason}`,
  )
}

function leftOut(modules: readonly TestModule[], files: readonly TestSpecification[]): string[] {
  // The shards of a merge may have run in checkouts at other paths.
  const ran = new Set(modules.map(({ relativeModuleId }) => relativeModuleId))
  const missing = files.filter(
    ({ moduleId, project }) => !ran.has(posix.relative(project.config.root, moduleId)),
  ).length
  const cases = modules.flatMap(casesOf)
  const skipped = cases.filter((test) => !test.meta().find).length
  return [
    ...(missing > 0 ? [`${missing} of ${files.length} entry files did not run`] : []),
    ...(skipped > 0 ? [`${skipped} of ${cases.length} cases were not selected`] : []),
  ]
}

/** Tells where a run comes from. Sizes and seeds are the same for all interpreters of a run. */
export function provenance(run: Run, root: string, vitestVersion: string): Provenance {
  const [first] = run.interpreters
  const status = git(root, 'status', '--porcelain')
  const incomplete = run.interpreters.flatMap(({ settings, faults, selection }) =>
    [...faults, ...selection].map((reason) => `${settings.interpreter.name}: ${reason}`),
  )
  return {
    time: new Date().toISOString(),
    commit: git(root, 'rev-parse', 'HEAD'),
    dirty: status === null ? null : status !== '',
    versions: {
      [packageJson.name]: packageJson.version,
      vitest: vitestVersion,
      node: process.versions.node,
    },
    seed: first?.settings.seed ?? 0,
    size: first?.settings.size ?? 'full',
    interpreters: Object.fromEntries(
      run.interpreters.map(({ settings: { interpreter } }) => [
        interpreter.name,
        {
          options: interpreter.options ?? null,
          ...(interpreter.model ? { model: interpreter.model.identity } : {}),
        },
      ]),
    ),
    judge: first?.settings.judge?.identity ?? null,
    suites: Object.fromEntries(recordsOf(run).map(({ suite }) => [suite.name, suite.version])),
    complete: incomplete.length === 0 && run.shard === null,
    incomplete: [...incomplete, ...(run.shard ? [`shard ${run.shard}`] : [])],
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
