import { styleText } from 'node:util'
import { groups, sum } from 'd3-array'
import type { ModelSettings } from '../plugins/run-settings.ts'
import type { UsageRow } from '../plugins/summary.ts'
import type { RunReport } from '../plugins/report/report-run.ts'
import { RunReporter } from '../plugins/report/run-reporter.ts'
import { nameOfListed } from '../plugins/utils/listed-prices.ts'
import { compact, textTable } from './text-table.ts'

/** Prints what models were asked and what that cost, by suite; nothing where none was asked. */
export default class UsageReporter extends RunReporter {
  protected override report({ run, summary }: RunReport): void {
    if (summary.usage.length === 0) return
    const modelOf: ModelOf = (row) => {
      const own = run.interpreters.find(
        ({ settings }) => settings.interpreter.name === row.interpreter,
      )
      const { interpreter, judge, neurons } = own?.settings ?? {}
      const models = { interpreter: interpreter?.model, judge, neurons: neurons?.model }
      return models[row.account] ?? null
    }
    this.vitest.logger.log(renderUsage(summary.usage, modelOf))
  }
}

/** A table for each interpreter and its judge. Turns, experiments and tokens are means of a case. */
export function renderUsage(usage: readonly UsageRow[], modelOf: ModelOf = () => null): string {
  const tables = groups(usage, ({ interpreter, account }) => `${interpreter} ${account}`)
  const totals = tables.flatMap(([, rows]) => rows.at(-1) ?? [])
  // All judges spend of one budget, and so do all neurons.
  const paidBeside = (row: UsageRow) =>
    row.account === 'interpreter' ? [row] : totals.filter(({ account }) => account === row.account)
  return [...tables.map(([, rows]) => renderTable(rows, modelOf, paidBeside)), ...LEGEND, ''].join(
    '\n',
  )
}

const LEGEND = [
  ' turns, experiments, in and out (tokens): means of a case; tokens: in all',
  ' cost: of all answers; paid: of those this run called for, not from the cache',
].map((line) => styleText('dim', line))

const HEAD = ['', 'cases', 'turns', 'experiments', 'in', 'out', 'tokens', 'cost', 'paid', 'cached']

/** The settings of a row's model, as far as known. */
type ModelOf = (row: UsageRow) => ModelSettings | null

/** Says where a price comes from that nobody has set. */
const sourceOf = ({ price }: ModelSettings): string[] =>
  price && 'provider' in price ? [styleText('dim', `   prices: ${nameOfListed(price)}`)] : []

/** Says by how much more was paid than there was to spend: cases under way are finished. */
function overrunOf(rows: readonly UsageRow[], { budget: { tokens, usd } }: ModelSettings) {
  const paid = {
    tokens: sum(rows, (row) => row.paid.tokens),
    usd: rows.some((row) => row.paid.usd === null) ? null : sum(rows, (row) => row.paid.usd ?? 0),
  }
  const over = [
    ...(tokens !== null && paid.tokens > tokens
      ? [`paid ${compact(paid.tokens)} tokens of a budget of ${compact(tokens)}`]
      : []),
    ...(usd !== null && paid.usd !== null && paid.usd > usd
      ? [`paid ${dollars(paid.usd)} of a budget of ${dollars(usd)}`]
      : []),
  ]
  return over.map((text) =>
    styleText('yellow', `   ${text}: cases under way took more than expected`),
  )
}

function renderTable(
  rows: readonly UsageRow[],
  modelOf: ModelOf,
  paidBeside: (total: UsageRow) => readonly UsageRow[],
): string {
  const total = rows.at(-1)
  if (!total) return ''
  const { interpreter, account, model, prompts } = total
  const settings = modelOf(total)
  const about = [
    model.name,
    model.api,
    ...(model.effort ? [`effort ${model.effort}`] : []),
    ...(model.temperature === null ? [] : [`temperature ${model.temperature}`]),
    ...prompts,
  ]
  const title = account === 'interpreter' ? interpreter : `${account} of ${interpreter}`
  const shown = rows.length === 2 ? rows.filter(({ suite }) => suite !== 'all') : rows
  return [
    ` ${styleText('bold', title)} ${styleText('dim', about.join(', '))}`,
    textTable(HEAD, shown.map(cells), 0),
    ...(settings ? [...sourceOf(settings), ...overrunOf(paidBeside(total), settings)] : []),
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
