import { relative } from 'node:path'
import process from 'node:process'
import { styleText } from 'node:util'
import { baselineOf, baselinePath, writeBaseline } from '../plugins/report/baseline.ts'
import type { Verdict } from '../plugins/summary.ts'
import { fails } from '../plugins/report/verdicts.ts'
import { visible } from '../plugins/utils/visible.ts'
import type { RunReport } from '../plugins/report/report-run.ts'
import { RunReporter } from '../plugins/report/run-reporter.ts'

/**
 * Fails the run on a regression, a missing function, a failed case, a floor not reached or an
 * incomplete run; with `-u` writes the baselines of the runs that were accepted. Writes to
 * standard error, so that the output of machine-readable reporters stays whole. In watch mode
 * verdicts leave the exit code alone, and it is good as soon as no test fails any more.
 */
export default class GateReporter extends RunReporter {
  protected override report({ run, summary }: RunReport): void {
    const { root, watch } = this.vitest.config
    if (run.shard) print([`shard ${run.shard}: judged after --merge-reports`])
    for (const { settings, records } of run.interpreters) {
      const { name } = settings.interpreter
      const own = summary.verdicts.filter(({ interpreter }) => interpreter === name)
      print(own.map(line))
      if (!own.some(({ outcome }) => outcome === 'accepted')) continue
      const path = baselinePath(root, name)
      writeBaseline(path, baselineOf(settings, records))
      print([`written to ${relative(root, path)}`])
    }
    if (watch) process.exitCode = this.#allWell() ? undefined : 1
    else if (summary.verdicts.some(fails)) process.exitCode = 1
  }

  /** Whether what ran last of every entry went well: Vitest alone never takes a failure back. */
  #allWell(): boolean {
    const { state } = this.vitest
    return (
      state.getUnhandledErrors().length === 0 && state.getTestModules().every((one) => one.ok())
    )
  }
}

const line = (verdict: Verdict): string => {
  const [colour, sign] = fails(verdict) ? (['red', '✗'] as const) : (['green', '✓'] as const)
  const outcome = styleText(colour, `${sign} ${verdict.outcome}`, { stream: process.stderr })
  return `${outcome}  ${verdict.interpreter}  ${visible(verdict.message)}`
}

function print(lines: readonly string[]): void {
  const title = styleText('bold', 'gate', { stream: process.stderr })
  process.stderr.write(lines.map((text) => ` ${title}  ${text}\n`).join(''))
}
