import type { TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import { type Baseline, baselinePath, readBaseline } from './baseline.ts'
import { collectRun, provenance, type Run } from './collect-run.ts'
import type { Summary } from './contracts.ts'
import { judgeRun } from './judge.ts'
import { summarize } from './summarize.ts'

/** All that a reporter can say of a run. */
export interface RunReport {
  readonly run: Run
  readonly summary: Summary
  readonly baselines: ReadonlyMap<string, Baseline | null>
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
  const rows = summarize(run.records)
  const baselines = new Map(
    run.settings.map(({ interpreter: { name } }) => [name, readBaseline(baselinePath(root, name))]),
  )
  const verdicts = judgeRun(run, rows, baselines)
  return {
    run,
    summary: { schema: 1, run: provenance(run, root, vitest.version), rows, verdicts },
    baselines,
  }
}
