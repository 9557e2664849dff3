import { styleText } from 'node:util'
import { groups } from 'd3-array'
import type { Row } from '../plugins/summary.ts'
import { textTable } from './text-table.ts'

const HEAD = [' claims', 'n', 'Brier', 'sure', 'wrong', 'told', 'false alarms']
const NONE = '–'

/**
 * What the answers of one interpreter claim of themselves, a line for each variant and suite; null
 * where none states a confidence.
 */
export function renderClaims(rows: readonly Row[]): string | null {
  const claims = rows.filter(({ protocol }) => protocol === 'claim')
  if (!claims.some(({ scorer, scored }) => scorer === 'confidence' && scored > 0)) return null
  const lines = groups(
    claims,
    ({ suite }) => suite,
    ({ variant }) => variant,
  ).flatMap(([suite, variants]) =>
    variants.map(([variant, own]) => [
      variant === 'all' ? ` ${suite}` : `   ${variant}`,
      ...cells(own),
    ]),
  )
  return textTable(HEAD, lines, 0)
}

function cells(rows: readonly Row[]): string[] {
  const row = (scorer: string, part: string | null) =>
    rows.find((one) => one.scorer === scorer && one.part === part)
  const [confidence, sure] = [row('confidence', null), row('confidence', 'sure')]
  const share = (value: number | null | undefined) =>
    value === null || value === undefined ? NONE : (100 * value).toFixed(1)
  const brier = confidence?.mean == null ? NONE : (1 - confidence.mean).toFixed(3)
  const wrong = sure?.mean == null ? null : 1 - sure.mean
  return [
    String(confidence?.scored ?? 0),
    brier,
    String(sure?.scored ?? 0),
    wrong !== null && wrong > 0.05 ? styleText('red', share(wrong)) : share(wrong),
    share(row('alarm', 'hit')?.mean),
    share(row('alarm', 'false-alarm')?.mean),
  ]
}
