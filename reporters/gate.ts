import { relative } from 'node:path'
import process from 'node:process'
import { styleText } from 'node:util'
import type { Reporter, TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import { baselineOf, baselinePath, writeBaseline } from '../plugins/baseline.ts'
import type { Verdict } from '../plugins/contracts.ts'
import { fails } from '../plugins/judge.ts'
import { reportRun, type RunReport } from '../plugins/report-run.ts'

/**
 * Fails the run on a regression, a missing function, a failed case, a floor not reached or an
 * incomplete run; with `-u` accepts a complete run as the new baseline. Writes to standard
 * error, so that the output of machine-readable reporters stays whole. In watch mode it reports
 * and leaves the exit code alone.
 */
export default class GateReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    _errors: unknown,
    reason: TestRunEndReason,
  ): Promise<void> {
    const vitest = this.#vitest!
    const report = await reportRun(vitest, modules, reason)
    const { run, summary } = report
    if (run.shard) {
      print([`shard ${run.shard}: judged after --merge-reports`])
      return
    }
    const updating = vitest.snapshot.options.updateSnapshot === 'all'
    const verdicts = updating ? accept(vitest.config.root, report) : summary.verdicts
    print(verdicts.map(line))
    if (verdicts.some(fails) && !vitest.config.watch) process.exitCode = 1
  }
}

/** Writes the baselines of a complete run; refuses those of any other. */
function accept(root: string, { run, summary }: RunReport): Verdict[] {
  return run.settings.flatMap((settings) => {
    const { name } = settings.interpreter
    const records = run.records.filter(({ interpreter }) => interpreter.name === name)
    const own = summary.verdicts.filter(({ interpreter }) => interpreter === name)
    const obstacles = [
      ...run.selection,
      ...own
        .filter(({ outcome }) => outcome === 'incomplete' || outcome === 'failed')
        .map(({ message }) => message),
    ]
    const verdict = (outcome: Verdict['outcome'], message: string): Verdict => ({
      interpreter: name,
      category: null,
      scorer: null,
      outcome,
      message,
      functions: [],
    })
    if (obstacles.length > 0)
      return [verdict('refused', `no new baseline from an incomplete run: ${obstacles.join('; ')}`)]
    const path = baselinePath(root, name)
    writeBaseline(path, baselineOf(settings, records))
    return [
      verdict('new', `baseline of ${records.length} functions written to ${relative(root, path)}`),
    ]
  })
}

const line = (verdict: Verdict): string => {
  const sign = fails(verdict)
    ? styleText('red', `✗ ${verdict.outcome}`, { stream: process.stderr })
    : styleText('green', `✓ ${verdict.outcome}`, { stream: process.stderr })
  return `${sign}  ${verdict.interpreter}  ${verdict.message}`
}

function print(lines: readonly string[]): void {
  const title = styleText('bold', 'gate', { stream: process.stderr })
  process.stderr.write(lines.map((text) => ` ${title}  ${text}\n`).join(''))
}
