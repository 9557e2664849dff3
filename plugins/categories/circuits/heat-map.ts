import { interpolateRdBu } from 'd3-scale-chromatic'

const CELL = 18
const LEFT = 34
const TOP = 40
const BOTTOM = 30

export interface HeatMap {
  /** Plain words of the project's own: they are not escaped. */
  readonly title: string
  readonly rows: { readonly title: string; readonly labels: readonly string[] }
  readonly columns: { readonly title: string; readonly labels: readonly string[] }
  /** [row][column]; null of a cell that there is none of. */
  readonly values: readonly (readonly (number | null)[])[]
  /** Cells with a frame, [row][column]. */
  readonly framed?: readonly (readonly boolean[])[]
}

/**
 * Effects as a heat map, in the colours that the field draws them in: blue for what helps, red for
 * what works against it, white for nothing.
 *
 * @returns SVG.
 */
export function heatMap({ title, rows, columns, values, framed }: HeatMap): string {
  const most = Math.max(1e-12, ...values.flat().map((value) => Math.abs(value ?? 0)))
  const width = Math.max(LEFT + CELL * columns.labels.length + 10, 8 * title.length)
  const height = TOP + CELL * rows.labels.length + BOTTOM
  const x = (column: number) => LEFT + CELL * column
  const y = (row: number) => TOP + CELL * row
  const cells = values.flatMap((line, row) =>
    line.flatMap((value, column) => {
      if (value === null) return []
      const colour = interpolateRdBu(0.5 + value / most / 2)
      const stroke = framed?.[row]?.[column] ? 'stroke="#000" stroke-width="2"' : 'stroke="#ddd"'
      return `<rect x="${x(column)}" y="${y(row)}" width="${CELL}" height="${CELL}" fill="${colour}" ${stroke}><title>${rows.labels[row]}, ${columns.labels[column]}: ${value.toFixed(3)}</title></rect>`
    }),
  )
  // A frame lies over the neighbours' lines.
  cells.sort((a, b) => Number(a.includes('#000')) - Number(b.includes('#000')))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    text('x="4" y="14"', title, 'font-weight="bold"'),
    text(`x="4" y="${TOP - 4}"`, `${rows.title} \\ ${columns.title}`),
    ...cells,
    ...rows.labels.map((label, row) =>
      text(`x="${LEFT - 6}" y="${y(row) + 13}"`, label, 'text-anchor="end"'),
    ),
    ...columns.labels.map((label, column) =>
      text(
        `x="${x(column) + CELL / 2}" y="${y(rows.labels.length) + 12}"`,
        label,
        'text-anchor="middle"',
      ),
    ),
    text(`x="4" y="${height - 4}"`, `largest ${most.toPrecision(3)}`),
    '</svg>',
  ].join('')
}

const text = (at: string, words: string, more = '') =>
  `<text ${at} font-size="10" fill="#333" ${more}>${words}</text>`
