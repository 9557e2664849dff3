import { type Chart, labelOf, placeOf } from './chart.ts'

const COLUMNS = 68
const ROWS = 13

const BOTH = '●'
const TRUTH = '·'
const ANSWER = '×'

/** A chart in characters, for a terminal of 80 columns: where truth and answer lie, and where both. */
export function textChart({ title, points, x, y }: Chart): string {
  const cells = Array.from({ length: ROWS }, () => Array.from({ length: COLUMNS }, () => ' '))
  const draw = (px: number, py: number | null, mark: string, other: string) => {
    if (py === null) return
    const row = Math.floor((1 - placeOf(py, y)) * ROWS)
    const line = cells[row === ROWS ? ROWS - 1 : row]
    if (!line) return
    const column = Math.min(COLUMNS - 1, Math.floor(placeOf(px, x) * COLUMNS))
    line[column] = line[column] === other || line[column] === BOTH ? BOTH : mark
  }
  for (const point of points) draw(point.x, point.truth, TRUTH, ANSWER)
  for (const point of points) draw(point.x, point.answer, ANSWER, TRUTH)
  const labels = [labelOf(y[1]), labelOf(y[0])]
  const indent = Math.max(...labels.map((label) => label.length))
  const [from, to] = x.map(labelOf)
  return [
    `${' '.repeat(indent)}  ${title}: ${TRUTH} truth  ${ANSWER} answer  ${BOTH} both`,
    ...cells.map((line, row) => {
      const label = row === 0 ? labels[0]! : row === ROWS - 1 ? labels[1]! : ''
      return `${label.padStart(indent)} ┤${line.join('').trimEnd()}`
    }),
    `${' '.repeat(indent)} └${'─'.repeat(COLUMNS)}`,
    `${' '.repeat(indent + 2)}${from}${to!.padStart(COLUMNS - from!.length)}`,
  ].join('\n')
}
