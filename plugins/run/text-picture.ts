import { escaped } from '../utils/escaped.ts'
import { visible } from '../utils/visible.ts'
import { wrap } from '../utils/wrap.ts'

/** Pixels: Vitest's UI shows pictures up to 600 wide. */
const WIDTH = 600
const [LEFT, LINE, CHARACTER] = [8, 15, 6.65]
const COLUMNS = Math.floor((WIDTH - 2 * LEFT) / CHARACTER)
const LINES = 120

/**
 * Text as a picture: an annotation of Vitest's is shown as one paragraph, in which lines of code
 * would run together.
 *
 * @returns SVG.
 */
export function textPicture(text: string): string {
  const all = visible(text)
    .split('\n')
    .flatMap((line) => wrap(line, COLUMNS))
  const more = all.length - LINES
  const lines = more > 0 ? [...all.slice(0, LINES), `… ${more} more lines`] : all
  const height = LINE * lines.length + LINE
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="monospace" font-size="11" fill="#222">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...lines.map(
      (line, i) =>
        `<text x="${LEFT}" y="${LINE * (i + 1)}" xml:space="preserve">${escaped(line)}</text>`,
    ),
    '</svg>',
  ].join('')
}
