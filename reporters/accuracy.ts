import process from 'node:process'
import { styleText } from 'node:util'
import Table from 'cli-table3'
import { groups, mean } from 'd3-array'
import type { Reporter, TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import { baselineOf } from '../plugins/baseline.ts'
import { CATEGORIES, type Category, type Row } from '../plugins/contracts.ts'
import { reportRun, type RunReport } from '../plugins/report-run.ts'
import { REFERENCE_FIGURES } from './reference-figures.ts'

/** FIND's score of each category. */
const PAPER: Readonly<Record<Category, string>> = { numeric: 'nmse', strings: 'exact' }
const WIDE = 130

/** Prints accuracy by category and variant at the end of a run, beside the reference figures. */
export default class AccuracyReporter implements Reporter {
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
    const width = process.stdout.columns ?? Number(process.env['COLUMNS'] ?? 80)
    vitest.logger.log(renderAccuracy(report, width))
  }
}

/** The tables as text that fits into `width` columns. */
export function renderAccuracy(report: RunReport, width: number): string {
  const { run, summary } = report
  const tables = groups(summary.rows, (row) => row.interpreter).map(([name, rows]) => {
    const about = run.records.find((record) => record.interpreter.name === name)?.interpreter
    const title = [
      styleText('bold', name),
      ...(about?.label ? [`(${about.label})`] : []),
      dim(`seed ${summary.run.seed}, size ${summary.run.size}`),
    ].join(' ')
    return [` ${title}`, renderTable(report, name, rows, width), ...notes(report, name, rows)].join(
      '\n',
    )
  })
  if (tables.length === 0) return dim(' no function was interpreted: there is no accuracy to show')
  return ['', ...tables, legend(width), references(width), ''].join('\n')
}

function renderTable(report: RunReport, name: string, rows: readonly Row[], width: number): string {
  const wide = width >= WIDE
  const head = wide
    ? [
        '',
        'n',
        'failed',
        'paper',
        '95 % CI',
        'ceiling',
        'solved',
        '95 % CI',
        'inside',
        'outside',
        'queries',
        'ms',
        'ns/call',
        'Δ baseline',
      ]
    : ['', 'n', 'paper', 'ceil', 'solved', 'in', 'out', 'query', 'ms', 'ns', 'Δ']
  const table = compactTable(
    head,
    head.map((_, i) => (i === 0 ? 'left' : 'right')),
  )
  for (const category of CATEGORIES) {
    const own = rows.filter((row) => row.category === category)
    const variants = [...new Set(own.map((row) => row.variant))]
    for (const variant of variants) {
      const row = (scorer: string) =>
        own.find((one) => one.variant === variant && one.scorer === scorer)
      const paper = row(PAPER[category])
      const solved = row('solved')
      const any = paper ?? solved
      if (!any) continue
      const label = variant === 'all' ? styleText('bold', category) : `  ${variant}`
      const failed = any.failed > 0 ? styleText('red', String(any.failed)) : '0'
      const delta = difference(report, name, category, variant)
      const [inside, outside] = [row('local.inside'), row('local.outside')]
      const costs = [count(any.queries), time(any.ms), count(any.nsPerCall), delta]
      const n = run(any)
      table.push(
        wide
          ? [
              label,
              n,
              failed,
              value(paper),
              interval(paper),
              ceiling(paper),
              solvedValue(solved),
              interval(solved),
              value(inside),
              value(outside),
              ...costs,
            ]
          : [
              label,
              any.failed > 0 ? `${n}${styleText('red', `-${any.failed}`)}` : n,
              value(paper),
              ceiling(paper),
              solvedValue(solved),
              value(inside),
              value(outside),
              ...costs,
            ],
      )
    }
  }
  return table.toString()
}

/** Change of `solved` against the baseline, in points over the functions both have. */
function difference(
  { run, baselines }: RunReport,
  name: string,
  category: Category,
  variant: string,
): string {
  const settings = run.settings.find(({ interpreter }) => interpreter.name === name)
  const baseline = baselines.get(name)
  if (!settings || !baseline || baseline.seed !== settings.seed) return dim('–')
  const records = run.records.filter(
    (record) =>
      record.interpreter.name === name &&
      record.category === category &&
      (variant === 'all' || record.variant === variant),
  )
  const current = baselineOf(settings, records).functions
  const changes = Object.entries(current).flatMap(([id, outcome]) => {
    const before = baseline.functions[id]?.['solved']
    const now = outcome['solved']
    return before === undefined || now === undefined ? [] : [now - before]
  })
  const change = mean(changes)
  if (change === undefined) return dim('–')
  const text = `${change < 0 ? '-' : '+'}${(100 * Math.abs(change)).toFixed(1)}`
  return change === 0 ? dim('0.0') : styleText(change < 0 ? 'red' : 'green', text)
}

function notes({ run }: RunReport, name: string, rows: readonly Row[]): string[] {
  const records = run.records.filter(({ interpreter }) => interpreter.name === name)
  const kinds = groups(
    records.flatMap((record) => (record.state === 'failed' ? [record.error.kind] : [])),
    (kind) => kind,
  )
  const random = records.filter(
    (record) =>
      record.state === 'interpreted' &&
      record.scores.some(
        ({ scorer, score }) => scorer === 'solved' && score.status === 'inapplicable',
      ),
  ).length
  const unscored = rows
    .filter(({ scorer, variant }) => scorer === 'unit-test' && variant === 'all')
    .reduce((sum, row) => sum + row.unscored, 0)
  return [
    ...kinds.map(([kind, all]) => styleText('red', `   failed (${kind}): ${all.length}`)),
    ...(random > 0
      ? [dim(`   ${random} random functions have no single right output: not in solved`)]
      : []),
    ...(unscored > 0
      ? [dim(`   ${unscored} descriptions are kept and unscored: no judge model`)]
      : []),
  ]
}

const legend = (width: number): string => {
  const lines = [
    ' paper: FIND’s score (numeric NMSE < 0.1, strings exact match), %; ceiling: that of the truth',
    ' solved: every strict score holds, %; inside, outside: fit in and out of the corrupted interval',
    ' queries, ms: median per function; ns: per call of a function; Δ: points of solved to the baseline',
  ]
  return dim(lines.flatMap((line) => wrap(line, width)).join('\n'))
}

function references(width: number): string {
  const lines = REFERENCE_FIGURES.map(
    ({ what, figure, source }) => `   ${what}: ${figure} (${source})`,
  )
  return dim(
    [
      ' reference, on the released functions under the paper protocol:',
      ...lines.flatMap((line) => wrap(line, width)),
    ].join('\n'),
  )
}

function wrap(line: string, width: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? ''
  const lines = [indent]
  for (const word of line.trim().split(' ')) {
    const last = lines.at(-1) ?? ''
    const next = last.trim() === '' ? `${last}${word}` : `${last} ${word}`
    if (next.length < width || last.trim() === '') lines[lines.length - 1] = next
    else lines.push(`${indent}  ${word}`)
  }
  return lines
}

function compactTable(head: string[], colAligns: ('left' | 'right')[]) {
  const none = [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
  ]
  return new Table({
    head: head.map(dim),
    colAligns,
    chars: { ...Object.fromEntries(none.map((name) => [name, ''])), middle: ' ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1, compact: true },
  })
}

const dim = (text: string) => styleText('dim', text)
const run = ({ n }: Row) => String(n)
const percent = (share: number) => (100 * share).toFixed(1)
const value = (row: Row | undefined) => (row?.mean == null ? dim('–') : percent(row.mean))
const solvedValue = (row: Row | undefined) =>
  row?.mean == null ? dim('–') : styleText('bold', percent(row.mean))
const ceiling = (row: Row | undefined) =>
  row?.ceiling == null ? dim('–') : dim(percent(row.ceiling))
const interval = (row: Row | undefined) =>
  row?.ci ? dim(`${percent(row.ci[0])}–${percent(row.ci[1])}`) : dim('–')
const count = (number: number | null) => (number === null ? dim('–') : String(Math.round(number)))
const time = (ms: number | null) =>
  ms === null ? dim('–') : ms < 10 ? ms.toFixed(1) : String(Math.round(ms))
