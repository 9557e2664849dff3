import { styleText } from 'node:util'
import { groups } from 'd3-array'
import type { UsageRow } from '../plugins/summary.ts'
import type { RunReport } from '../plugins/report/report-run.ts'
import { RunReporter } from '../plugins/report/run-reporter.ts'
import { compact, textTable } from './text-table.ts'

/** Prints what models were asked and what that cost, by suite; nothing where none was asked. */
export default class UsageReporter extends RunReporter {
  protected override report({ summary }: RunReport): void {
    if (summary.usage.length > 0) this.vitest.logger.log(renderUsage(summary.usage))
  }
}

/** A table for each interpreter and its judge. Turns, experiments and tokens are means of a case. */
export function renderUsage(usage: readonly UsageRow[]): string {
  const tables = groups(usage, ({ interpreter, account }) => `${interpreter} ${account}`)
  return [...tables.map(([, rows]) => renderTable(rows)), ...LEGEND, ''].join('\n')
}

const LEGEND = [
  ' turns, experiments, in and out (tokens): means of a case; tokens: in all',
  ' cost: of all answers; paid: of those this run called for, not from the cache',
].map((line) => styleText('dim', line))

const HEAD = ['', 'cases', 'turns', 'experiments', 'in', 'out', 'tokens', 'cost', 'paid', 'cached']

function renderTable(rows: readonly UsageRow[]): string {
  const total = rows.at(-1)
  if (!total) return ''
  const { interpreter, account, model, prompts } = total
  const settings = [
    model.name,
    model.api,
    ...(model.effort ? [`effort ${model.effort}`] : []),
    ...(model.temperature === null ? [] : [`temperature ${model.temperature}`]),
    ...prompts,
  ]
  const title = account === 'judge' ? `judge of ${interpreter}` : interpreter
  const shown = rows.length === 2 ? rows.filter(({ suite }) => suite !== 'all') : rows
  return [
    ` ${styleText('bold', title)} ${styleText('dim', settings.join(', '))}`,
    textTable(HEAD, shown.map(cells), 0),
    '',
  ].join('\n')
}

function cells(row: UsageRow): string[] {
  const { suite, cases, turns, cached, experiments, inputTokens, outputTokens, usd, paid } = row
  return [
    `   ${suite}`,
    String(cases),
    (turns / cases).toFixed(1),
    row.account === 'judge' ? '–' : (experiments / cases).toFixed(1),
    compact(inputTokens / cases),
    compact(outputTokens / cases),
    compact(inputTokens + outputTokens),
    dollars(usd),
    dollars(paid.usd),
    turns === 0 ? '–' : `${((100 * cached) / turns).toFixed(0)} %`,
  ]
}

const dollars = (usd: number | null) => (usd === null ? '–' : `$${usd.toFixed(usd < 1 ? 4 : 2)}`)
