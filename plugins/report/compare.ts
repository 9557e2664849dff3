/** A run beside a baseline: what differs in their making, and how every function of both fared. */
import { isDeepStrictEqual } from 'node:util'
import { difference, groups, mean, union } from 'd3-array'
import { functionOf, type RunRecord } from '../records.ts'
import type { ModelIdentity } from '../run-settings.ts'
import type { Verdict } from '../summary.ts'
import { count } from '../utils/count.ts'
import type { Baseline } from './baseline.ts'
import { shortList } from './name-lists.ts'
import { holm, mcnemar } from './statistics.ts'

/** Net share of functions lost below which a change does not matter in practice. */
const MARGIN = 0.01
const SIGNIFICANCE = 0.05

type Outcome = Verdict['outcome']

/** What makes a baseline one of something else than this run. */
export function differencesOf(baseline: Baseline, current: Baseline): string[] {
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
    ...(before.deterministic === now.deterministic
      ? []
      : [
          before.deterministic
            ? 'a deterministic interpreter, this is none'
            : 'an interpreter that is not deterministic, this is one',
        ]),
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

/** Functions that only one of both has: `missing` from the run, `unprotected` by the baseline. */
export function unmatched(baseline: Baseline, records: readonly RunRecord[]): Verdict[] {
  const ran = records.map(functionOf)
  const known = Object.keys(baseline.functions)
  const verdicts = [
    ['missing', difference(known, ran), 'of the baseline did not run'],
    ['unprotected', difference(ran, known), 'that the baseline does not know'],
  ] as const
  return verdicts.flatMap(([outcome, names, text]): Verdict[] => {
    const functions = [...names]
    const message = `${count(functions.length, 'function')} ${text}: ${shortList(functions)}`
    const about = { interpreter: baseline.interpreter.name, suite: null, scorer: null }
    return functions.length > 0 ? [{ ...about, outcome, message, functions }] : []
  })
}

/** How the functions that two runs share fared under one scorer. */
export interface Change {
  readonly lost: readonly string[]
  readonly gained: readonly string[]
  /** Mean of the scores now less that of the baseline. */
  readonly net: number
  /** A verdict on it, on the functions that were lost. */
  readonly verdict: (outcome: Outcome) => Verdict
}

/**
 * Pairs functions by name, one change for each suite and scorer. A function that had a score,
 * were it zero, and has none now, though it ran to an end, has lost it.
 */
export function changesOf(
  baseline: Baseline,
  current: Baseline,
  records: readonly RunRecord[],
): Change[] {
  const shared = records.filter(
    (record) => record.state === 'interpreted' && functionOf(record) in baseline.functions,
  )
  return groups(shared, ({ suite }) => suite.name).flatMap(([suite, own]) => {
    // Once each, whatever its trials: functions are what is sampled.
    const fared = [...new Set(own.map(functionOf))].map((name) => ({
      name,
      before: baseline.functions[name]!,
      now: current.functions[name]!,
    }))
    const scorers = union(...fared.flatMap(({ before, now }) => [before, now].map(Object.keys)))
    return [...scorers].map((scorer): Change => {
      const pairs = fared.flatMap(
        ({ name, before: { [scorer]: before }, now: { [scorer]: now } }) =>
          before === undefined && now === undefined ? [] : { name, before, now },
      )
      const lost = pairs.filter(({ before = -1, now = -1 }) => now < before).map(({ name }) => name)
      const gained = pairs.filter(({ before = -1, now = -1 }) => now > before)
      const net = mean(pairs, ({ before = 0, now = 0 }) => now - before)!
      const message =
        `${suite} ${scorer}: ${net < 0 ? '-' : '+'}${percent(Math.abs(net))} on ${count(pairs.length, 'function')}, ` +
        `lost ${lost.length}${lost.length > 0 ? ` (${shortList(lost)})` : ''}, gained ${gained.length}`
      const about = { interpreter: current.interpreter.name, suite, scorer, message }
      return {
        lost,
        gained: gained.map(({ name }) => name),
        net,
        verdict: (outcome) => ({ ...about, outcome, functions: lost }),
      }
    })
  })
}

/**
 * Exactly, for a deterministic interpreter: any function lost is a regression. For any other by
 * exact McNemar with Holm's correction and a practical margin.
 */
export function judge(changes: readonly Change[], deterministic: boolean): Verdict[] {
  if (deterministic)
    return changes.map(({ lost, gained, verdict }) =>
      verdict(lost.length > 0 ? 'regressed' : gained.length > 0 ? 'improved' : 'unchanged'),
    )
  const pValues = holm(changes.map(({ lost, gained }) => mcnemar(lost.length, gained.length)))
  return changes.map(({ net, verdict }, i) => {
    const matters = pValues[i]! < SIGNIFICANCE && Math.abs(net) >= MARGIN
    const made = verdict(!matters ? 'unchanged' : net < 0 ? 'regressed' : 'improved')
    return { ...made, message: `${made.message}, p = ${pValues[i]!.toPrecision(2)}` }
  })
}

/** A share as percent, with as many decimals. */
export const percent = (share: number, decimals = 1): string =>
  `${(100 * share).toFixed(decimals)} %`
