/** What of its records keeps a run from being whole: whoever judges it must know of these. */
import { isDeepStrictEqual } from 'node:util'
import { groups, union } from 'd3-array'
import { functionOf, type RunRecord } from '../records.ts'
import type { ModelIdentity, RunSettings } from '../run-settings.ts'
import { count } from '../utils/count.ts'
import { byReason, shortList } from './name-lists.ts'

/** The records of an entry file. Of one that is in several merged reports there are several. */
export interface RecordedModule {
  /** Relative to the root. */
  readonly path: string
  readonly records: readonly RunRecord[]
}

/** @param merged whether the modules are the reports of shards. */
export function faultsIn(
  modules: readonly RecordedModule[],
  settings: RunSettings,
  merged: boolean,
): string[] {
  const records = modules.flatMap((module) => module.records)
  return [
    ...unfinished(records),
    ...doubles(modules),
    ...foreign(records, settings),
    ...mixed(records),
    ...(merged ? incompleteTrials(records, settings) : []),
    ...refusals(records),
    ...unjudged(records, settings),
  ]
}

function unfinished(records: readonly RunRecord[]): string[] {
  const started = records.filter(({ state }) => state === 'started').map(functionOf)
  return started.length > 0
    ? [`${count(started.length, 'case')} did not finish: ${shortList(started)}`]
    : []
}

/** Cases that are there more than once: by two reports of one file, or as two of one name. */
function doubles(modules: readonly RecordedModule[]): string[] {
  const found = modules.flatMap(({ path, records }, report) =>
    records.map((record) => ({ name: caseName(record), path, report })),
  )
  const twice = groups(found, ({ name }) => name)
    .filter(([, all]) => all.length > 1)
    .map(([name, all]) => {
      const paths = [...new Set(all.map(({ path }) => path))]
      const reports = new Set(all.map(({ report }) => report)).size
      const where = paths.length > 1 ? `in ${paths.join(' and ')}` : `twice in ${paths.join()}`
      return { name, where: `${name} (${where})`, reported: reports > paths.length }
    })
  const reported = twice.flatMap(({ name, reported: again }) => (again ? name : []))
  const named = twice.flatMap(({ where, reported: again }) => (again ? [] : where))
  return [
    ...(reported.length > 0
      ? [`recorded twice, by old reports in .vitest/blob: ${shortList(reported)}`]
      : []),
    ...(named.length > 0 ? [`more than one function of a name: ${shortList(named)}`] : []),
  ]
}

const caseName = (record: RunRecord) =>
  record.trial === 0 ? functionOf(record) : `${functionOf(record)} trial ${record.trial + 1}`

/** A merge of shards that ran fewer trials than this run is of, or more. */
function incompleteTrials(
  records: readonly RunRecord[],
  { interpreter: { trials } }: RunSettings,
): string[] {
  const others = groups(records, functionOf)
    .filter(([, own]) => union(own.map(({ trial }) => trial)).size !== trials)
    .map(([name]) => name)
  return others.length > 0
    ? [`${count(others.length, 'function')} of other than ${trials} trials: ${shortList(others)}`]
    : []
}

/** Records of other settings than those of this run. */
function foreign(records: readonly RunRecord[], settings: RunSettings): string[] {
  const other = records.find(
    ({ seed, size, interpreter }) =>
      seed !== settings.seed ||
      size !== settings.size ||
      !isDeepStrictEqual(interpreter.options, settings.interpreter.options) ||
      !isDeepStrictEqual(interpreter.model, settings.interpreter.model?.identity),
  )
  if (!other) return []
  const { options, model } = settings.interpreter
  const [before, now] = [
    describeRun(other, other.interpreter.options, other.interpreter.model),
    describeRun(settings, options, model?.identity),
  ]
  return [`records are of ${before}; this run is of ${now}`]
}

/** Records of several versions, as of shards of several commits. */
const mixed = (records: readonly RunRecord[]): string[] =>
  groups(records, ({ suite }) => suite.name).flatMap(([suite, own]) => {
    const versions = new Set(own.map(describeVersion))
    return versions.size > 1
      ? [`records of ${suite} are of more than one version: ${[...versions].join('; ')}`]
      : []
  })

const describeVersion = ({ suite, interpreter }: RunRecord) =>
  `suite version ${suite.version}, interpreter version ${interpreter.version}` +
  (interpreter.deterministic ? '' : ', not deterministic')

const describeRun = (
  { seed, size }: Pick<RunSettings, 'seed' | 'size'>,
  options: unknown,
  model: ModelIdentity | undefined,
) =>
  `seed ${seed}, size ${size}, options ${JSON.stringify(options)}` +
  (model ? `, model ${JSON.stringify(model)}` : '')

function refusals(records: readonly RunRecord[]): string[] {
  const refused = records.filter(({ state }) => state === 'refused').map(functionOf)
  return refused.length > 0
    ? [
        `${count(refused.length, 'case')} not begun, the model's budget is spent: ${shortList(refused)}`,
      ]
    : []
}

/** A judge that is configured and does not judge leaves the run in part undone. */
function unjudged(records: readonly RunRecord[], { judge }: RunSettings): string[] {
  if (!judge) return []
  const left = records.flatMap((record) =>
    record.state === 'interpreted'
      ? record.scores.flatMap(({ protocol, score }) =>
          protocol === 'judge' && score.status === 'unscored'
            ? { reason: score.reason, name: functionOf(record) }
            : [],
        )
      : [],
  )
  return left.length > 0 ? [`${count(left.length, 'unit test')} not judged: ${byReason(left)}`] : []
}
