import { JsonReporter, type TestModule, type TestRunEndReason } from 'vitest/node'
import { reportRun } from '../plugins/report/report-run.ts'
import { verdictModules } from '../plugins/report/verdict-modules.ts'

/**
 * Vitest's JSON, with the verdicts of the gate as tests of their own: `success` and the exit code
 * agree. Records and verdicts are in `meta`.
 */
export default class VerdictsJsonReporter extends JsonReporter {
  override async onTestRunEnd(
    modules: readonly TestModule[],
    _errors: unknown = [],
    reason: TestRunEndReason = 'passed',
  ): Promise<void> {
    const report = await reportRun(this.ctx, modules, reason)
    await super.onTestRunEnd([...modules, ...verdictModules(report, this.ctx.config.root)])
  }
}
