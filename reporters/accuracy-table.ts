import { stripVTControlCharacters, styleText } from 'node:util'
import { groups } from 'd3-array'
import type { Row } from '../plugins/summary.ts'
import type { Change } from './changes.ts'
import { textTable } from './text-table.ts'

/** What a line of the table is made from: the rows of one suite and variant. */
interface Line {
  readonly label: string
  /** Any row: what they have in common. */
  readonly common: Row
  readonly paper: Row | undefined
  readonly solved: Row | undefined
  /** Rows of the parts of strict scores, and of scores told beside them. */
  readonly details: readonly Row[]
  /** Rows of the unit tests, in the order of the suite. */
  readonly judged: readonly Row[]
  readonly change: number | undefined
}

interface Column {
  readonly head: string
  /** Left out where there is no room. */
  readonly wideOnly?: boolean
  /** Whether it is of descriptions that a judge read; then `false` ones make room for it. */
  readonly judged?: boolean
  readonly cell: (line: Line) => string
  /** Shorter forms where there is no room. */
  readonly narrow?: { readonly head: string; readonly cell?: (line: Line) => string }
}

const columnsOf = (details: readonly string[]): readonly Column[] => [
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
  { head: 'solved', cell: ({ solved }) => styleText('bold', percent(solved?.mean)) },
  { head: '95 % CI', wideOnly: true, cell: ({ solved }) => interval(solved) },
  ...details.map(detailColumn),
  { head: 'judge', judged: true, cell: ({ judged }) => percent(judged[0]?.mean) },
  { head: 'twin', judged: true, cell: ({ judged }) => percent(judged[1]?.mean) },
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

/** A part of a strict score, `inside` for instance: three letters where there is no room. */
function detailColumn(title: string): Column {
  const mean = ({ details }: Line) => details.find((row) => titleOf(row) === title)?.mean
  return {
    head: title,
    cell: (line) => percent(mean(line)),
    narrow: { head: title.slice(0, 3), cell: (line) => wholePercent(mean(line)) },
  }
}

/** The column that a row has to itself: of a part of a strict score, or of one told beside. */
const titleOf = ({ protocol, part, scorer }: Row): string | null =>
  protocol === 'strict' ? part : protocol === 'beside' && part === null ? scorer : null

/** A table with all that there is. */
export const FULL = { intervals: true, full: true, padding: 1 } as const

/** Forms of a table, the fullest first: with intervals, in full words, and short ones. */
const FORMS = [
  FULL,
  { intervals: false, full: true, padding: 1 },
  { intervals: false, full: true, padding: 0 },
  { intervals: false, full: false, padding: 0 },
] as const

/**
 * The rows of one interpreter as a table that fits into `width` columns (80 at least): a line
 * for each variant, and one for each suite. Its heads are as full as there is room.
 */
export function renderRows(
  rows: readonly Row[],
  width: number,
  change: Change = () => undefined,
): Table {
  const tables = FORMS.map((form) => {
    const { head, cells } = cellsOf(rows, form, change)
    return { text: textTable(head, cells, form.padding), short: !form.full }
  })
  return tables.find(({ text }) => fits(text, width)) ?? tables.at(-1)!
}

/** A table's cells, with their colours. */
export function cellsOf(
  rows: readonly Row[],
  { intervals, full }: Omit<(typeof FORMS)[number], 'padding'>,
  change: Change,
): { readonly head: readonly string[]; readonly cells: readonly (readonly string[])[] } {
  const isJudged = rows.some(isOfJudge)
  const columns = columnsOf(titlesOf(rows)).filter(
    ({ wideOnly, judged }) =>
      (intervals || !wideOnly) && (isJudged ? intervals || judged !== false : judged !== true),
  )
  const lines = groups(
    rows,
    ({ suite }) => suite,
    ({ variant }) => variant,
  ).flatMap(([suite, variants]) =>
    variants.map(([variant, own]) => lineOf(own, change(suite, variant))),
  )
  return {
    head: columns.map(({ head, narrow }) => (full ? head : (narrow?.head ?? head))),
    cells: lines.map((line) =>
      columns.map(({ cell, narrow }) => ((!intervals && narrow?.cell) || cell)(line)),
    ),
  }
}

interface Table {
  readonly text: string
  /** Whether its heads are cut. */
  readonly short: boolean
}

/** Columns that tables of these rows have beside those that all have. */
export const titlesOf = (rows: readonly Row[]): string[] => [
  ...new Set(rows.flatMap((row) => titleOf(row) ?? [])),
]

/** Whether a model read the description. */
export const isOfJudge = ({ protocol, scored }: Row): boolean => protocol === 'judge' && scored > 0

const fits = (table: string, width: number) =>
  stripVTControlCharacters(table)
    .split('\n')
    .every((line) => line.length <= width)

/** @param rows of one suite and variant; not empty. */
function lineOf(rows: readonly Row[], change: number | undefined): Line {
  const whole = rows.filter(({ part }) => part === null)
  const of = (protocol: Row['protocol']) => whole.filter((row) => row.protocol === protocol)
  const [paper] = of('paper')
  const common = paper ?? rows[0]!
  const { suite, variant } = common
  return {
    label: variant === 'all' ? styleText('bold', ` ${suite}`) : `   ${variant}`,
    common,
    paper,
    solved: of('solved')[0],
    details: rows.filter((row) => titleOf(row) !== null),
    judged: of('judge'),
    change,
  }
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
