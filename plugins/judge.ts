import { mean } from 'd3-array'
import { type Baseline, baselineOf } from './baseline.ts'
import { type Run, shortList } from './collect-run.ts'
import type { Category, Row, RunRecord, RunSettings, Verdict } from './contracts.ts'
import { holm, mcnemar } from './statistics.ts'

/** Net share of functions lost below which a change does not matter in practice. */
const MARGIN = 0.01
const SIGNIFICANCE = 0.05

const PASSING: ReadonlySet<Verdict['outcome']> = new Set([
  'new',
  'improved',
  'unchanged',
  'informative',
])
export const fails = ({ outcome }: Verdict): boolean => !PASSING.has(outcome)

/**
 * Judges a run against floors and baselines, interpreter by interpreter.
 *
 * A complete run at the baseline's seed and size is compared function by function: exactly for
 * a deterministic interpreter, else by exact McNemar with Holm's correction and a practical
 * margin. Any other run is compared on what both have, for information, and held to the floors.
 *
 * @param baselines by interpreter; null where there is none.
 */
export function judgeRun(
  run: Run,
  rows: readonly Row[],
  baselines: ReadonlyMap<string, Baseline | null>,
): Verdict[] {
  // Shards are parts: what they lack is not missing, and their means are not the run's.
  if (run.shard) return []
  return run.settings.flatMap((settings) => {
    const { name } = settings.interpreter
    const records = run.records.filter(({ interpreter }) => interpreter.name === name)
    const verdict = (outcome: Verdict['outcome'], message: string, functions: string[] = []) => ({
      interpreter: name,
      category: null,
      scorer: null,
      outcome,
      message,
      functions,
    })
    const failed = records.filter(({ state }) => state === 'failed')
    const failedIds = failed.map(({ functionId }) => functionId)
    return [
      ...(failed.length > 0
        ? [verdict('failed', `${failed.length} cases failed: ${shortList(failedIds)}`, failedIds)]
        : []),
      ...faults(run, records).map((message) => verdict('incomplete', message)),
      ...belowFloors(settings, rows),
      ...compare(run, settings, records, baselines.get(name) ?? null, verdict),
    ]
  })
}

const faults = (run: Run, records: readonly RunRecord[]): readonly string[] =>
  records.length === 0 ? [...run.faults, 'no function was run'] : run.faults

function belowFloors({ interpreter }: RunSettings, rows: readonly Row[]): Verdict[] {
  const { name, floors } = interpreter
  return Object.entries(floors).flatMap(([category, byScorer]) =>
    Object.entries(byScorer).flatMap(([scorer, floor]): Verdict[] => {
      const row = rows.find(
        (one) =>
          one.interpreter === name &&
          one.category === category &&
          one.variant === 'all' &&
          one.scorer === scorer,
      )
      if (!row || row.mean === null || row.mean >= floor) return []
      return [
        {
          interpreter: name,
          category: row.category,
          scorer,
          outcome: 'below-floor',
          message: `${category} ${scorer} ${percent(row.mean)} (n = ${row.scored}) is below its floor of ${percent(floor)}`,
          functions: [],
        },
      ]
    }),
  )
}

type MakeVerdict = (outcome: Verdict['outcome'], message: string, functions?: string[]) => Verdict

function compare(
  run: Run,
  settings: RunSettings,
  records: readonly RunRecord[],
  baseline: Baseline | null,
  verdict: MakeVerdict,
): Verdict[] {
  if (records.length === 0) return []
  if (!baseline)
    return [verdict('new', 'no baseline to compare with; accept one with `npx vitest run -u`')]
  const current = baselineOf(settings, records)
  const differences = incompatible(baseline, current)
  if (differences.length > 0)
    return [
      verdict(
        'refused',
        `the baseline is of ${differences.join(', ')}: look at the change, then accept a new baseline with \`npx vitest run -u\``,
      ),
    ]
  const partial = [
    ...(baseline.seed === settings.seed ? [] : [`seed ${settings.seed}, not ${baseline.seed}`]),
    ...(baseline.size === settings.size ? [] : [`size ${settings.size}, not ${baseline.size}`]),
    ...run.faults,
    ...run.selection,
  ]
  // Under another seed the same id is another function.
  const changes = baseline.seed === settings.seed ? changesOf(baseline, current, records) : []
  if (partial.length > 0) {
    const scope = `not held to the baseline (${partial.join('; ')})`
    if (changes.length === 0) return [verdict('informative', `${scope}: nothing in common`)]
    return changes.map((change) => ({
      ...change.verdict('informative'),
      message: `${scope}: ${change.text}`,
    }))
  }
  const missing = Object.keys(baseline.functions).filter((id) => !(id in current.functions))
  const notFailed = missing.filter(
    (id) => !records.some((record) => record.functionId === id && record.state === 'failed'),
  )
  return [
    ...(notFailed.length > 0
      ? [
          verdict(
            'missing',
            `${notFailed.length} functions of the baseline did not run: ${shortList(notFailed)}`,
            notFailed,
          ),
        ]
      : []),
    ...outcomes(changes, records[0]?.interpreter.deterministic ?? false),
  ]
}

function incompatible(baseline: Baseline, current: Baseline): string[] {
  const version = baseline.interpreter.version
  const options = JSON.stringify(baseline.interpreter.options)
  const currentOptions = JSON.stringify(current.interpreter.options)
  const suites = Object.entries(current.suites).filter(
    ([name, suite]) => name in baseline.suites && baseline.suites[name] !== suite,
  )
  return [
    ...(version === current.interpreter.version
      ? []
      : [`interpreter version ${version}, this is ${current.interpreter.version}`]),
    ...(options === currentOptions ? [] : [`options ${options}, these are ${currentOptions}`]),
    ...suites.map(
      ([name, suite]) => `${name} suite version ${baseline.suites[name]}, this is ${suite}`,
    ),
  ]
}

interface Change {
  readonly category: Category
  readonly compared: number
  readonly lost: string[]
  readonly gained: string[]
  /** Sum of the scores now less that of the baseline, per compared function. */
  readonly difference: number
  readonly text: string
  readonly verdict: (outcome: Verdict['outcome']) => Verdict
}

/** Pairs functions by id, one change for each category and scorer. */
function changesOf(baseline: Baseline, current: Baseline, records: readonly RunRecord[]): Change[] {
  const categories = [...new Set(records.map(({ category }) => category))]
  return categories.flatMap((category) => {
    const ids = records
      .filter((record) => record.category === category)
      .map(({ functionId }) => functionId)
    const scorers = new Set(ids.flatMap((id) => Object.keys(baseline.functions[id] ?? {})))
    return [...scorers].flatMap((scorer): Change[] => {
      const pairs = ids.flatMap((id) => {
        const before = baseline.functions[id]?.[scorer]
        const now = current.functions[id]?.[scorer]
        return before === undefined || now === undefined ? [] : [{ id, change: now - before }]
      })
      if (pairs.length === 0) return []
      const lost = pairs.filter(({ change }) => change < 0).map(({ id }) => id)
      const gained = pairs.filter(({ change }) => change > 0).map(({ id }) => id)
      const difference = mean(pairs, ({ change }) => change) ?? 0
      const text =
        `${category} ${scorer}: ${signedPercent(difference)} on ${pairs.length} functions, ` +
        `lost ${lost.length}${lost.length > 0 ? ` (${shortList(lost)})` : ''}, gained ${gained.length}`
      const verdict = (outcome: Verdict['outcome']): Verdict => ({
        interpreter: current.interpreter.name,
        category,
        scorer,
        outcome,
        message: text,
        functions: lost,
      })
      return [{ category, compared: pairs.length, lost, gained, difference, text, verdict }]
    })
  })
}

function outcomes(changes: readonly Change[], deterministic: boolean): Verdict[] {
  if (deterministic)
    return changes.map(({ lost, gained, verdict }) =>
      verdict(lost.length > 0 ? 'regressed' : gained.length > 0 ? 'improved' : 'unchanged'),
    )
  const pValues = holm(changes.map(({ lost, gained }) => mcnemar(lost.length, gained.length)))
  return changes.map(({ difference, verdict }, i) => {
    const matters = pValues[i]! < SIGNIFICANCE && Math.abs(difference) >= MARGIN
    const made = verdict(!matters ? 'unchanged' : difference < 0 ? 'regressed' : 'improved')
    return { ...made, message: `${made.message}, p = ${pValues[i]!.toPrecision(2)}` }
  })
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
const signedPercent = (share: number) => `${share < 0 ? '-' : '+'}${percent(Math.abs(share))}`
