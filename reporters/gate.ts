import { relative } from 'node:path'
import process from 'node:process'
import { styleText } from 'node:util'
import { groups } from 'd3-array'
import { baselineOf, baselinePath, writeBaseline } from '../plugins/report/baseline.ts'
import type { Verdict } from '../plugins/summary.ts'
import { reasonOf } from '../plugins/setup/require-writable.ts'
import { fails } from '../plugins/report/verdicts.ts'
import { tell } from '../plugins/utils/tell.ts'
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
    const shared = groups(
      summary.verdicts.filter(({ outcome }) => outcome === 'incomplete'),
      ({ message }) => message,
    ).filter(([, own]) => own.length > 1)
    for (const [, own] of shared) {
      const interpreter = own.map((verdict) => verdict.interpreter).join(', ')
      print([line({ ...own[0]!, interpreter })])
    }
    const told = new Set(shared.flatMap(([, own]) => own))
    for (const { settings, records } of run.interpreters) {
      const { name } = settings.interpreter
      const own = summary.verdicts.filter(
        (verdict) => verdict.interpreter === name && !told.has(verdict),
      )
      if (!own.some(({ outcome }) => outcome === 'accepted')) {
        print(own.map(line))
        continue
      }
      const path = baselinePath(root, name)
      try {
        writeBaseline(path, baselineOf(settings, records))
        print([...own.map(line), `written to ${relative(root, path)}`])
      } catch (cause) {
        const reason = `${relative(root, path)} cannot be written: ${reasonOf(cause)}`
        print([line({ ...own[0]!, outcome: 'refused', message: reason })])
        process.exitCode = 1
      }
    }
    if (watch) process.exitCode = this.#allWell() ? undefined : 1
    else if (summary.verdicts.some(fails)) process.exitCode = 1
  }

  /** Whether what ran last of every entry went well: Vitest alone never takes a failure back. */
  #allWell(): boolean {
    const { state, projects } = this.vitest
    return (
      state.getUnhandledErrors().length === 0 &&
      state.getTestModules().every((one) => one.ok()) &&
      projects.every((project) => !project.getProvidedContext().findFault)
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
  for (const text of lines) tell(` ${title}  ${text}`, 7)
}
