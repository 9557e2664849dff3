import process from 'node:process'
import { styleText } from 'node:util'
import { groups } from 'd3-array'
import { baselineOf } from '../plugins/report/baseline.ts'
import type { Run } from '../plugins/report/collect-run.ts'
import type { Note } from '../plugins/summary.ts'
import type { RunReport } from '../plugins/report/report-run.ts'
import { RunReporter } from '../plugins/report/run-reporter.ts'
import { visible } from '../plugins/utils/visible.ts'
import { meanOf } from '../plugins/report/statistics.ts'
import { renderRows } from './accuracy-table.ts'
import { renderClaims } from './claims-table.ts'
import { referenceFigures } from './reference-figures.ts'

/** Prints accuracy by category and variant at the end of a run, beside the reference figures. */
export default class AccuracyReporter extends RunReporter {
  protected override report(report: RunReport): void {
    // A dry run has a plan instead.
    if (report.run.interpreters.some(({ settings }) => settings.dryRun)) return
    const width = process.stdout.columns || Number(process.env['COLUMNS']) || 80
    this.vitest.logger.log(renderAccuracy(report, width))
  }
}

/** The tables of all interpreters as text that fits into `width` columns. */
export function renderAccuracy(report: RunReport, width: number): string {
  const { run, summary } = report
  const tables = groups(summary.rows, (row) => row.interpreter).map(([name, rows]) => {
    const records = ownRun(run, name)?.records ?? []
    const label = records[0]?.interpreter.label
    const open = records.some(({ interpreter }) => interpreter.sealed === false)
    const labels = [label, open && 'unsealed'].filter(Boolean).join(', ')
    const title = [styleText('bold', name), labels && `(${labels})`, dim(scope(report, name))]
    const table = renderRows(rows, width, (suite, variant) => change(report, name, suite, variant))
    const notes = summary.notes.filter(({ interpreter }) => interpreter === name).map(noteLine)
    const claims = renderClaims(rows)
    return [
      ` ${title.filter(Boolean).join(' ')}`,
      table,
      ...(claims === null ? [] : [claims]),
      ...notes,
      '',
    ].join('\n')
  })
  if (tables.length === 0) return dim('\n no function was interpreted: no accuracy to show')
  const judged = summary.rows.some(({ protocol, scored }) => protocol === 'judge' && scored > 0)
  const lines = [
    ...LEGEND,
    ...(judged ? [JUDGED] : []),
    ...referenceFigures(Object.keys(summary.run.suites)),
  ]
  return ['', ...tables, dim(lines.flatMap((line) => wrap(line, width)).join('\n')), ''].join('\n')
}

function scope({ run, summary }: RunReport, name: string): string {
  const { seed, size, complete } = summary.run
  const trials = ownRun(run, name)?.settings.interpreter.trials ?? 1
  return [
    `seed ${seed}, size ${size}`,
    ...(trials > 1 ? [`${trials} trials a function, n counts all`] : []),
    ...(complete ? [] : ['incomplete']),
  ].join(', ')
}

const ownRun = (run: Run, name: string) =>
  run.interpreters.find(({ settings }) => settings.interpreter.name === name)

/** Difference of `solved` to the baseline, over the functions that both have. */
function change(
  { run, baselines }: RunReport,
  name: string,
  suite: string,
  variant: string,
): number | undefined {
  const own = ownRun(run, name)
  const baseline = baselines.get(name)
  // Under another seed the same id is another function.
  if (!own || !baseline || baseline instanceof Error || baseline.seed !== own.settings.seed)
    return undefined
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

/** A fault stands out, what the benchmark is made of does not. */
const noteLine = ({ fault, text }: Note) => {
  const line = `   ${visible(text)}`
  return fault ? styleText('red', line) : dim(line)
}

const LEGEND = [
  ' paper: FIND’s score (numbers NMSE < 0.1, strings exact match, words the embedded judge’s unit test), %; ceiling: that of the truth',
  ' solved: every strict score holds, %; fit, bey(ond): about right in the queried domain and beyond, %;',
  ' ins(ide), out(side): about right inside and outside of what is corrupted, %; nam(ed): names concepts that are known, %',
  ' query, ms: median per function; ns: per call of a function; Δ: points of solved to the baseline',
]

const JUDGED =
  ' judge: FIND’s unit test of descriptions, %; twin: the same among functions of the same kind; chance: 33.3'

function wrap(line: string, width: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? ''
  const lines: string[] = []
  for (const word of line.trim().split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(last === undefined ? `${indent}${word}` : `${indent}  ${word}`)
  }
  return lines
}

const dim = (text: string) => styleText('dim', text)
