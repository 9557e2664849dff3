import type { Reporter, TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import { reportRun, type RunReport } from './report-run.ts'

export type { RunReport }

/** A reporter of finished and interrupted runs: one method, given the run, its rows and verdicts. */
export abstract class RunReporter implements Reporter {
  protected vitest!: Vitest

  onInit(vitest: Vitest): void {
    this.vitest = vitest
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    _errors: unknown,
    reason: TestRunEndReason,
  ): Promise<void> {
    await this.report(await reportRun(this.vitest, modules, reason))
  }

  protected abstract report(report: RunReport): void | Promise<void>
}
