import process from 'node:process'
import { styleText } from 'node:util'
import { groups } from 'd3-array'
import type { Note } from '../plugins/summary.ts'
import type { RunReport } from '../plugins/report/report-run.ts'
import { RunReporter } from '../plugins/report/run-reporter.ts'
import { visible } from '../plugins/utils/visible.ts'
import { wrap } from '../plugins/utils/wrap.ts'
import { renderRows } from './accuracy-table.ts'
import { renderClaims } from './claims-table.ts'
import { changesOf, ownRun } from './changes.ts'
import { renderCases } from './case-view.ts'
import { legend } from './legend.ts'

/**
 * Prints accuracy by category and variant at the end of a run, beside the reference figures; of a
 * run of few functions, what became of each.
 */
export default class AccuracyReporter extends RunReporter {
  #runs = 0

  protected override report(report: RunReport): void {
    const { interpreters } = report.run
    // A dry run has a plan instead; tests that are no benchmark have none.
    if (interpreters.length === 0 || interpreters.some(({ settings }) => settings.dryRun)) return
    const width = process.stdout.columns || Number(process.env['COLUMNS']) || 80
    const cases = renderCases(report.run, width)
    if (cases !== null) {
      this.vitest.logger.log(cases)
      return
    }
    const { legend: wanted } = report.run.interpreters[0]?.settings ?? {}
    // Who edits and reruns has read the legend.
    const explained = wanted ?? this.#runs++ === 0
    this.vitest.logger.log(renderAccuracy(report, width, explained))
  }
}

/**
 * The tables of all interpreters as text that fits into `width` columns.
 *
 * @param explained whether a legend and published figures stand below.
 */
export function renderAccuracy(report: RunReport, width: number, explained = true): string {
  const { summary } = report
  const tables = groups(summary.rows, (row) => row.interpreter).map(([name, rows]) => {
    const { text, short } = renderRows(rows, width, changesOf(report, name))
    const notes = summary.notes.filter(({ interpreter }) => interpreter === name).map(noteLine)
    const claims = renderClaims(rows)
    const lines = [titleOf(report, name), text, ...(claims === null ? [] : [claims]), ...notes, '']
    return { text: lines.join('\n'), short }
  })
  if (tables.length === 0) return dim('\n no function was interpreted: no accuracy to show')
  const isShort = tables.some(({ short }) => short)
  const lines = explained ? legend(summary.rows, isShort).flatMap((line) => wrap(line, width)) : []
  return [
    '',
    ...tables.map(({ text }) => text),
    ...(lines.length > 0 ? [dim(lines.join('\n')), ''] : []),
  ].join('\n')
}

function titleOf(report: RunReport, name: string): string {
  const records = ownRun(report.run, name)?.records ?? []
  const label = records[0]?.interpreter.label
  const open = records.some(({ interpreter }) => interpreter.sealed === false)
  const labels = [label, open && 'unsealed'].filter(Boolean).join(', ')
  const title = [styleText('bold', name), labels && `(${labels})`, dim(scope(report, name))]
  return ` ${title.filter(Boolean).join(' ')}`
}

function scope({ run, summary }: RunReport, name: string): string {
  const { seed, size } = summary.run
  const own = ownRun(run, name)
  const trials = own?.settings.interpreter.trials ?? 1
  const whole = own && own.faults.length + own.selection.length === 0 && run.shard === null
  return [
    `seed ${seed}, size ${size}`,
    ...(trials > 1 ? [`${trials} trials a function, n counts all`] : []),
    ...(whole ? [] : ['incomplete']),
  ].join(', ')
}

/** A fault stands out, what the benchmark is made of does not. */
const noteLine = ({ fault, text }: Note) => {
  const line = `   ${visible(text)}`
  return fault ? styleText('red', line) : dim(line)
}

const dim = (text: string) => styleText('dim', text)
