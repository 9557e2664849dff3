import { styleText } from 'node:util'
import Table from 'cli-table3'

/** A table without borders: the first column to the left, the others to the right. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  padding = 1,
): string {
  const table = new Table({
    head: head.map((text) => styleText('dim', text)),
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
    chars: BORDERLESS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': padding, compact: true },
  })
  table.push(...rows.map((cells) => [...cells]))
  return table
    .toString()
    .split('\n')
    .map((text) => text.trimEnd())
    .join('\n')
}

const BORDERLESS = {
  ...Object.fromEntries(
    ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) =>
      [side, `${side}-mid`, `${side}-left`, `${side}-right`].map((part) => [part, '']),
    ),
  ),
  'left-mid': '',
  'mid-mid': '',
  'right-mid': '',
  middle: ' ',
}

const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** 12345 as `12.3K`, 246.3 as `246`. */
export const compact = (number: number): string =>
  COMPACT.format(number < 1000 ? Math.round(number) : number)
