import { styleText } from 'node:util'
import { CATEGORIES, type Category, type Row } from '../plugins/contracts.ts'
import { textTable } from './text-table.ts'

/** FIND's score of each category. */
const PAPER: Readonly<Record<Category, string>> = { numeric: 'nmse', strings: 'exact' }
/** Columns of a terminal from which on intervals fit beside the means. */
const WIDE = 130

/** What a line of the table is made from: the rows of one category and variant. */
interface Line {
  readonly label: string
  /** Any row: what they have in common. */
  readonly common: Row
  readonly row: (scorer: string) => Row | undefined
  readonly paper: Row | undefined
  readonly change: number | undefined
}

interface Column {
  readonly head: string
  /** Left out where the terminal is not wide. */
  readonly wideOnly?: boolean
  /** Whether it is of descriptions that a judge read; then `false` ones make room for it. */
  readonly judged?: boolean
  readonly cell: (line: Line) => string
  /** Shorter forms for a terminal that is not wide. */
  readonly narrow?: { readonly head: string; readonly cell?: (line: Line) => string }
}

const COLUMNS: readonly Column[] = [
  { head: '', cell: ({ label }) => label },
  { head: 'n', cell: ({ common }) => String(common.n) },
  { head: 'failed', narrow: { head: 'fail' }, cell: ({ common }) => failedCount(common.failed) },
  {
    head: 'paper',
    cell: ({ paper }) => percent(paper?.mean),
    narrow: { head: 'paper', cell: ({ paper }) => `${percent(paper?.mean)}${halfWidth(paper)}` },
  },
  { head: '95 % CI', wideOnly: true, cell: ({ paper }) => interval(paper) },
  {
    head: 'ceiling',
    judged: false,
    narrow: { head: 'ceil' },
    cell: ({ paper }) => dim(percent(paper?.ceiling)),
  },
  { head: 'solved', cell: ({ row }) => styleText('bold', percent(row('solved')?.mean)) },
  { head: '95 % CI', wideOnly: true, cell: ({ row }) => interval(row('solved')) },
  {
    head: 'inside',
    cell: ({ row }) => percent(row('local.inside')?.mean),
    narrow: { head: 'in', cell: ({ row }) => wholePercent(row('local.inside')?.mean) },
  },
  {
    head: 'outside',
    cell: ({ row }) => percent(row('local.outside')?.mean),
    narrow: { head: 'out', cell: ({ row }) => wholePercent(row('local.outside')?.mean) },
  },
  { head: 'judge', judged: true, cell: ({ row }) => percent(row('unit-test')?.mean) },
  { head: 'twin', judged: true, cell: ({ row }) => percent(row('unit-test-strict')?.mean) },
  { head: 'queries', narrow: { head: 'query' }, cell: ({ common }) => count(common.queries) },
  { head: 'ms', cell: ({ common }) => time(common.ms) },
  {
    head: 'ns/call',
    judged: false,
    narrow: { head: 'ns' },
    cell: ({ common }) => count(common.nsPerCall),
  },
  { head: 'Δ baseline', narrow: { head: 'Δ' }, cell: ({ change }) => points(change) },
]

/**
 * The rows of one interpreter as a table that fits into `width` columns (80 at least): a line
 * for each variant, and one for each category.
 *
 * @param change difference of `solved` to the baseline, a share.
 */
export function renderRows(
  rows: readonly Row[],
  width: number,
  change: (category: Category, variant: string) => number | undefined = () => undefined,
): string {
  const wide = width >= WIDE
  const isJudged = rows.some(({ protocol, scored }) => protocol === 'judge' && scored > 0)
  const columns = COLUMNS.filter(
    ({ wideOnly, judged }) =>
      (wide || !wideOnly) && (isJudged ? wide || judged !== false : judged !== true),
  )
  const lines = CATEGORIES.flatMap((category) => linesOf(category, rows, change))
  return textTable(
    columns.map(({ head, narrow }) => (wide ? head : (narrow?.head ?? head))),
    lines.map((line) => columns.map(({ cell, narrow }) => ((!wide && narrow?.cell) || cell)(line))),
    wide ? 1 : 0,
  )
}

function linesOf(
  category: Category,
  all: readonly Row[],
  change: (category: Category, variant: string) => number | undefined,
): Line[] {
  const rows = all.filter((row) => row.category === category)
  const variants = [...new Set(rows.map(({ variant }) => variant))]
  return variants.flatMap((variant): Line[] => {
    const own = rows.filter((row) => row.variant === variant)
    const row = (scorer: string) => own.find((one) => one.scorer === scorer)
    const paper = row(PAPER[category])
    const common = paper ?? own[0]
    if (!common) return []
    const label = variant === 'all' ? styleText('bold', ` ${category}`) : `   ${variant}`
    return [{ label, common, row, paper, change: change(category, variant) }]
  })
}

const dim = (text: string) => styleText('dim', text)
const NONE = '–'

const failedCount = (failed: number) => (failed > 0 ? styleText('red', String(failed)) : dim('0'))
const percent = (share: number | null | undefined) =>
  share === null || share === undefined ? NONE : (100 * share).toFixed(1)
const interval = (row: Row | undefined) =>
  dim(row?.ci ? `${percent(row.ci[0])}–${percent(row.ci[1])}` : NONE)
/** Half of the interval, in points. */
const halfWidth = (row: Row | undefined) =>
  row?.ci ? dim(`±${(50 * (row.ci[1] - row.ci[0])).toFixed(1)}`) : ''
const wholePercent = (share: number | null | undefined) =>
  share === null || share === undefined ? NONE : (100 * share).toFixed(0)
const count = (number: number | null) => (number === null ? NONE : String(Math.round(number)))
const time = (ms: number | null) =>
  ms === null ? NONE : ms < 10 ? ms.toFixed(1) : String(Math.round(ms))

function points(change: number | undefined): string {
  if (change === undefined || change === 0) return dim(change === 0 ? '0.0' : NONE)
  const sign = change < 0 ? '-' : '+'
  return styleText(change < 0 ? 'red' : 'green', `${sign}${(100 * Math.abs(change)).toFixed(1)}`)
}
