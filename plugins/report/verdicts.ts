import { isDeepStrictEqual } from 'node:util'
import { type Baseline, baselineOf } from './baseline.ts'
import { functionOf, type RunRecord } from '../records.ts'
import type { ModelIdentity } from '../run-settings.ts'
import type { Row, Verdict } from '../summary.ts'
import { type InterpreterRun, type Run, shortList } from './collect-run.ts'
import { holm, mcnemar, meanOf } from './statistics.ts'

/** Net share of functions lost below which a change does not matter in practice. */
const MARGIN = 0.01
const SIGNIFICANCE = 0.05

type Outcome = Verdict['outcome']

const PASSING: ReadonlySet<Outcome> = new Set([
  'accepted',
  'new',
  'improved',
  'unchanged',
  'informative',
])
export const fails = ({ outcome }: Verdict): boolean => !PASSING.has(outcome)

/** Baselines by interpreter: null where there is none, an Error where it cannot be read. */
export type Baselines = ReadonlyMap<string, Baseline | Error | null>

/**
 * Judges a run against floors and baselines, interpreter by interpreter.
 *
 * A complete run at the baseline's seed and size is compared function by function: exactly for
 * a deterministic interpreter, else by exact McNemar with Holm's correction and a practical
 * margin. Any other run is compared on what both have, for information, and held to the floors.
 * With `updating`, a complete run is `accepted` instead of compared, and any other `refused`.
 */
export function verdictsOf(
  run: Run,
  rows: readonly Row[],
  baselines: Baselines,
  updating: boolean,
): Verdict[] {
  // Shards are parts: what they lack is not missing, and their means are not the run's.
  if (run.shard) return []
  return run.interpreters.flatMap((own) => {
    const { name } = own.settings.interpreter
    const floors = belowFloors(own, rows)
    const faults = faultsOf(own)
    if (updating) return [...floors, accept(own, faults)]
    return [...faults, ...floors, ...compare(own, baselines.get(name) ?? null)]
  })
}

function about(
  { settings }: InterpreterRun,
  outcome: Outcome,
  message: string,
  functions: string[] = [],
): Verdict {
  const { name } = settings.interpreter
  return { interpreter: name, suite: null, scorer: null, outcome, message, functions }
}

function faultsOf(own: InterpreterRun): Verdict[] {
  const failed = own.records.filter(({ state }) => state === 'failed').map(functionOf)
  const { size } = own.settings
  const nothing = `no function was run${size === 'full' ? '' : `; size ${size} has a part of all functions`}`
  const faults = own.records.length === 0 ? [...own.faults, nothing] : own.faults
  return [
    ...(failed.length > 0
      ? [about(own, 'failed', `${failed.length} cases failed: ${shortList(failed)}`, failed)]
      : []),
    ...faults.map((message) => about(own, 'incomplete', message)),
  ]
}

function accept(own: InterpreterRun, faults: readonly Verdict[]): Verdict {
  const { overridden } = own.settings
  const obstacles = [
    ...faults.map(({ message }) => message),
    ...own.selection,
    ...overridden.map((name) => `${name} is set to something else than vitest.config.ts says`),
  ]
  if (obstacles.length > 0)
    return about(own, 'refused', `no new baseline from an incomplete run: ${obstacles.join('; ')}`)
  return about(
    own,
    'accepted',
    `new baseline of ${new Set(own.records.map(functionOf)).size} functions`,
  )
}

/** A floor also fails where nothing was scored; what was not selected is not held to it. */
function belowFloors(
  { settings, records, selection }: InterpreterRun,
  rows: readonly Row[],
): Verdict[] {
  const { name, floors } = settings.interpreter
  return Object.entries(floors).flatMap(([suite, byScorer]) =>
    Object.entries(byScorer).flatMap(([scorer, floor]): Verdict[] => {
      const row = rows.find(
        (one) =>
          one.interpreter === name &&
          one.suite === suite &&
          one.variant === 'all' &&
          one.part === null &&
          one.scorer === scorer,
      )
      const selected = records.some((record) => record.suite.name === suite)
      if ((row?.mean ?? -1) >= floor || (!selected && selection.length > 0)) return []
      const reached =
        row?.mean == null ? 'has no score' : `${percent(row.mean)} (n = ${row.scored})`
      return [
        {
          interpreter: name,
          suite,
          scorer,
          outcome: 'below-floor',
          message: `${suite} ${scorer} ${reached}; its floor is ${percent(floor)}`,
          functions: [],
        },
      ]
    }),
  )
}

function compare(own: InterpreterRun, baseline: Baseline | Error | null): Verdict[] {
  const { settings, records } = own
  if (records.length === 0) return []
  if (!baseline) {
    const acceptable =
      faultsOf(own).length + own.selection.length + settings.overridden.length === 0
    const how = acceptable ? '; accept one with `npx vitest run -u`' : ''
    return [about(own, acceptable ? 'new' : 'informative', `no baseline to compare with${how}`)]
  }
  if (baseline instanceof Error) return [about(own, 'refused', baseline.message)]
  const current = baselineOf(settings, records)
  const differences = incompatible(baseline, current)
  const partial = [
    ...(baseline.seed === settings.seed ? [] : [`seed ${settings.seed}, not ${baseline.seed}`]),
    ...(baseline.size === settings.size ? [] : [`size ${settings.size}, not ${baseline.size}`]),
    ...own.faults,
    ...own.selection,
  ]
  if (differences.length > 0) {
    const message = `the baseline is of ${differences.join(', ')}`
    // A part of a run could be no new baseline either.
    if (partial.length > 0) return [about(own, 'informative', `not compared: ${message}`)]
    const how = 'look at the change, then accept a new baseline with `npx vitest run -u`'
    return [about(own, 'refused', `${message}: ${how}`)]
  }
  // Under another seed the same id is another function.
  const changes = baseline.seed === settings.seed ? changesOf(baseline, current, records) : []
  if (partial.length > 0) {
    const scope = `not held to the baseline (${partial.join('; ')})`
    if (changes.length === 0) return [about(own, 'informative', `${scope}: nothing in common`)]
    return changes.map((change) => ({
      ...change.verdict('informative'),
      message: `${scope}: ${change.text}`,
    }))
  }
  const ran = new Set(records.map(functionOf))
  const missing = Object.keys(baseline.functions).filter((id) => !ran.has(id))
  return [
    ...(missing.length > 0
      ? [
          about(
            own,
            'missing',
            `${missing.length} functions of the baseline did not run: ${shortList(missing)}`,
            missing,
          ),
        ]
      : []),
    ...outcomes(changes, records[0]?.interpreter.deterministic ?? false),
  ]
}

function incompatible(baseline: Baseline, current: Baseline): string[] {
  const [before, now] = [baseline.interpreter, current.interpreter]
  const suites = Object.entries(current.suites).flatMap(([name, its]) => {
    const old = baseline.suites[name]
    if (!old) return []
    return [
      ...(old.version === its.version
        ? []
        : [`${name} suite version ${old.version}, this is ${its.version}`]),
      ...(old.interpreter === its.interpreter
        ? []
        : [`interpreter version ${old.interpreter} on ${name}, this is ${its.interpreter}`]),
    ]
  })
  return [
    ...(isDeepStrictEqual(before.options, now.options)
      ? []
      : [`options ${JSON.stringify(before.options)}, these are ${JSON.stringify(now.options)}`]),
    ...(before.trials === now.trials ? [] : [`${before.trials} trials, these are ${now.trials}`]),
    ...(isDeepStrictEqual(before.model, now.model)
      ? []
      : [`model ${describeModel(before.model)}, this is ${describeModel(now.model)}`]),
    ...suites,
  ]
}

const describeModel = (model: ModelIdentity | null) =>
  model === null
    ? 'none'
    : Object.entries(model)
        .flatMap(([name, value]) =>
          value === null ? [] : name === 'name' ? value : `${name} ${value}`,
        )
        .join(' ')

/** How the functions that two runs share fared under one scorer. */
interface Change {
  readonly lost: string[]
  readonly gained: string[]
  /** Mean of the scores now less that of the baseline. */
  readonly difference: number
  readonly text: string
  readonly verdict: (outcome: Outcome) => Verdict
}

/**
 * Pairs functions by name, one change for each suite and scorer. A function that had a score
 * and has none now, though it ran to an end, has lost it all.
 */
function changesOf(baseline: Baseline, current: Baseline, records: readonly RunRecord[]): Change[] {
  const answered = records.filter(({ state }) => state === 'interpreted')
  const suites = [...new Set(answered.map(({ suite }) => suite.name))]
  return suites.flatMap((suite) => {
    const own = answered.filter((record) => record.suite.name === suite)
    // Once each, whatever its trials: functions are what is sampled.
    const ids = [...new Set(own.map(functionOf))]
    const scorers = new Set(ids.flatMap((id) => Object.keys(baseline.functions[id] ?? {})))
    return [...scorers].map((scorer): Change => {
      const pairs = ids.flatMap((id) => {
        const before = baseline.functions[id]?.[scorer]
        const now = current.functions[id]?.[scorer] ?? 0
        return before === undefined ? [] : [{ id, change: now - before }]
      })
      const lost = pairs.filter(({ change }) => change < 0).map(({ id }) => id)
      const gained = pairs.filter(({ change }) => change > 0).map(({ id }) => id)
      const difference = meanOf(pairs.map(({ change }) => change)) ?? 0
      const text =
        `${suite} ${scorer}: ${signedPercent(difference)} on ${pairs.length} functions, ` +
        `lost ${lost.length}${lost.length > 0 ? ` (${shortList(lost)})` : ''}, gained ${gained.length}`
      const verdict = (outcome: Outcome): Verdict => ({
        interpreter: current.interpreter.name,
        suite,
        scorer,
        outcome,
        message: text,
        functions: lost,
      })
      return { lost, gained, difference, text, verdict }
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
