import { functionOf } from '../records.ts'
import type { Row, Verdict } from '../summary.ts'
import { count } from '../utils/count.ts'
import { type Baseline, baselineOf } from './baseline.ts'
import type { InterpreterRun, Run } from './collect-run.ts'
import { changesOf, differencesOf, judge, unmatched } from './compare.ts'
import { belowFloors } from './floors.ts'
import { byReason } from './name-lists.ts'

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
 * A complete run at the configured seed and size is compared function by function, and every
 * function that it or the baseline has is accounted for. Any other run is compared on what both
 * have, for information, and held to the floors. With `updating`, a complete run is `accepted`,
 * with all that it loses, and any other `refused`.
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
    const baseline = baselines.get(own.settings.interpreter.name) ?? null
    // Where nothing was run, that alone is to be said.
    const floors = own.records.length === 0 ? [] : belowFloors(own, rows)
    // What the user selected is of others: there is nothing to say of this one.
    if (isNotSelected(own) && run.interpreters.some(({ records }) => records.length > 0)) return []
    const faults = faultsOf(own)
    if (updating) return [...floors, ...accept(own, faults, baseline, floors.length > 0)]
    return [...faults, ...floors, ...compare(own, faults, baseline)]
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

function whyNothing({ settings: { size }, selection }: InterpreterRun): string {
  if (selection.length > 0) return selection.join('; ')
  return size === 'full'
    ? 'it takes on no category of the suites'
    : `size ${size} has a part of all functions, and it takes on none of them`
}

const isNotSelected = ({ records, faults, selection }: InterpreterRun) =>
  records.length + faults.length === 0 && selection.length > 0

function faultsOf(own: InterpreterRun): Verdict[] {
  const failed = own.records.flatMap((record) =>
    record.state === 'failed'
      ? { reason: `${record.error.kind}: ${record.error.message}`, name: functionOf(record) }
      : [],
  )
  const nothing = `no function was run: ${whyNothing(own)}`
  const faults = own.records.length === 0 && own.faults.length === 0 ? [nothing] : own.faults
  return [
    ...(failed.length > 0
      ? [
          about(
            own,
            'failed',
            `${count(failed.length, 'case')} failed: ${byReason(failed)}`,
            failed.map(({ name }) => name),
          ),
        ]
      : []),
    ...faults.map((message) => about(own, 'incomplete', message)),
  ]
}

/** Why there is no baseline of what was reached: by a program unsealed, or on other functions. */
function withoutBaseline({ records }: InterpreterRun): string[] {
  const answered = records.find(({ neurons }) => neurons)
  return [
    ...(records.some(({ interpreter }) => interpreter.sealed === false)
      ? ['it ran unsealed: it could have read the truth']
      : []),
    ...(answered?.neurons
      ? [`neurons are answered by ${answered.neurons.model.name}, and by no embedded world`]
      : []),
  ]
}

function accept(
  own: InterpreterRun,
  faults: readonly Verdict[],
  baseline: Baseline | Error | null,
  belowFloor: boolean,
): Verdict[] {
  const { overridden } = own.settings
  const open = withoutBaseline(own)
  if (open.length > 0) return [about(own, 'refused', `no new baseline: ${open.join('; ')}`)]
  const obstacles = [
    ...faults.map(({ message }) => message),
    ...own.selection,
    ...overridden.map((name) => `${name} is set to something else than vitest.config.ts says`),
  ]
  if (obstacles.length > 0)
    return [
      about(own, 'refused', `no new baseline from an incomplete run: ${obstacles.join('; ')}`),
    ]
  const { differences, found } =
    baseline === null || baseline instanceof Error
      ? { differences: [], found: [] }
      : beside(own, baseline)
  const message = [
    `new baseline of ${count(new Set(own.records.map(functionOf)).size, 'function')}`,
    ...(differences.length > 0 ? [`the old one is of ${differences.join(', ')}`] : []),
    ...(belowFloor ? ['a floor is not reached: the run fails all the same'] : []),
  ].join('; ')
  return [about(own, 'accepted', message), ...named(found).map(as('accepted'))]
}

function compare(
  own: InterpreterRun,
  faults: readonly Verdict[],
  baseline: Baseline | Error | null,
): Verdict[] {
  const { settings, records, selection } = own
  if (records.length === 0) return []
  if (!baseline) {
    const open = withoutBaseline(own)
    const acceptable =
      faults.length + selection.length + open.length + settings.overridden.length === 0
    const how = acceptable ? ['accept one with `npx vitest run -u`'] : open
    const message = ['no baseline to compare with', ...how].join('; ')
    return [about(own, acceptable ? 'new' : 'informative', message)]
  }
  if (baseline instanceof Error) return [about(own, 'refused', baseline.message)]
  const { differences, partial, found } = beside(own, baseline)
  if (differences.length > 0) {
    const message = `the baseline is of ${differences.join(', ')}`
    // A part of a run could be no new baseline either.
    if (partial.length > 0) return [about(own, 'informative', `not compared: ${message}`)]
    const how = 'look at the change, then accept a new baseline with `npx vitest run -u`'
    return [about(own, 'refused', `${message}: ${how}`), ...named(found).map(as('informative'))]
  }
  if (partial.length === 0) return found
  const scope = `not held to the baseline (${partial.join('; ')})`
  if (found.length === 0) return [about(own, 'informative', `${scope}: nothing in common`)]
  return found.map((one) => ({ ...as('informative')(one), message: `${scope}: ${one.message}` }))
}

/** Of all that was found, what names functions. */
const named = (found: readonly Verdict[]) => found.filter(({ functions }) => functions.length > 0)

const as =
  (outcome: Outcome) =>
  (verdict: Verdict): Verdict => ({ ...verdict, outcome })

/** What makes the baseline another one, what makes the run a part, and how the functions fared. */
function beside(own: InterpreterRun, baseline: Baseline) {
  const { settings, records, faults, selection } = own
  const current = baselineOf(settings, records)
  const others = (['seed', 'size'] as const).filter((name) => baseline[name] !== settings[name])
  // What the environment says is of the moment; what the config says is the benchmark.
  const chosen = others.filter((name) => settings.overridden.includes(`FIND_${name.toUpperCase()}`))
  const configured = others.filter((name) => !chosen.includes(name))
  const differences = [
    ...configured.map((name) => `${name} ${baseline[name]}, this is ${settings[name]}`),
    ...differencesOf(baseline, current),
  ]
  const partial = [
    ...chosen.map((name) => `${name} ${settings[name]}, not ${baseline[name]}`),
    ...faults,
    ...selection,
    ...withoutBaseline(own),
  ]
  // Under another seed the same id is another function.
  if (baseline.seed !== settings.seed) return { differences, partial, found: [] }
  const found = [
    ...(partial.length > 0 ? [] : unmatched(baseline, records)),
    ...judge(changesOf(baseline, current, records), current.interpreter.deterministic),
  ]
  return { differences, partial, found }
}
