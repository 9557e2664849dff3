import { baselineOf } from '../plugins/report/baseline.ts'
import type { Run } from '../plugins/report/collect-run.ts'
import type { RunReport } from '../plugins/report/report-run.ts'
import { meanOf } from '../plugins/report/statistics.ts'

/** Difference of `solved` to the baseline, a share, by suite and variant; undefined where there is none. */
export type Change = (suite: string, variant: string) => number | undefined

/** The changes of one interpreter, over the functions that both run and baseline have. */
export function changesOf({ run, baselines }: RunReport, name: string): Change {
  const own = ownRun(run, name)
  const baseline = baselines.get(name)
  // Under another seed the same id is another function.
  if (!own || !baseline || baseline instanceof Error || baseline.seed !== own.settings.seed)
    return () => undefined
  return (suite, variant) => {
    const records = own.records.filter(
      (record) => record.suite.name === suite && (variant === 'all' || record.variant === variant),
    )
    const { functions } = baselineOf(own.settings, records)
    const changes = Object.entries(functions).flatMap(([id, { solved }]) => {
      const before = baseline.functions[id]?.['solved']
      return solved === undefined || before === undefined ? [] : solved - before
    })
    return meanOf(changes) ?? undefined
  }
}

export const ownRun = (run: Run, name: string) =>
  run.interpreters.find(({ settings }) => settings.interpreter.name === name)
