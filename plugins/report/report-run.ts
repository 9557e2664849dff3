import type { TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import { type Baseline, baselinePath, readBaseline } from './baseline.ts'
import { collectRun, provenance, recordsOf, type Run } from './collect-run.ts'
import type { Summary } from '../summary.ts'
import { type Baselines, verdictsOf } from './verdicts.ts'
import { summarize } from './summarize.ts'
import { summarizeNotes } from './summarize-notes.ts'
import { summarizeUsage } from './summarize-usage.ts'

/** All that a reporter can say of a run. */
export interface RunReport {
  readonly run: Run
  readonly summary: Summary
  readonly baselines: Baselines
}

const reports = new WeakMap<readonly TestModule[], Promise<RunReport>>()

/** The report of a run, for `onTestRunEnd`; made once for all reporters of that run. */
export function reportRun(
  vitest: Vitest,
  modules: readonly TestModule[],
  reason: TestRunEndReason,
): Promise<RunReport> {
  const report = reports.get(modules) ?? makeReport(vitest, modules, reason)
  reports.set(modules, report)
  return report
}

async function makeReport(
  vitest: Vitest,
  modules: readonly TestModule[],
  reason: TestRunEndReason,
): Promise<RunReport> {
  const { root } = vitest.config
  const run = await collectRun(vitest, modules, reason)
  const records = recordsOf(run)
  const rows = summarize(records)
  const baselines = new Map(
    run.interpreters.map(({ settings: { interpreter } }) => [
      interpreter.name,
      baselineOrError(baselinePath(root, interpreter.name)),
    ]),
  )
  const updating = vitest.snapshot.options.updateSnapshot === 'all'
  const verdicts = verdictsOf(run, rows, baselines, updating)
  const summary = {
    schema: 2,
    run: provenance(run, root, vitest.version),
    rows,
    notes: summarizeNotes(records),
    usage: summarizeUsage(records),
    verdicts,
  } as const
  return { run, summary, baselines }
}

/** A file that is no baseline is the gate's to report; what was run must not be lost over it. */
function baselineOrError(path: string): Baseline | Error | null {
  try {
    return readBaseline(path)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
