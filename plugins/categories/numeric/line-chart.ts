import { type Chart, labelOf, placeOf } from './chart.ts'

const [WIDTH, HEIGHT] = [560, 260]
const [LEFT, TOP, RIGHT, BOTTOM] = [56, 34, 12, 24]
const TICKS = [0, 0.25, 0.5, 0.75, 1]

/**
 * A chart of a function and of an answer: the truth as a line, the answer as dots upon it.
 *
 * @returns SVG.
 */
export function lineChart({ title, points, x, y }: Chart): string {
  const [width, height] = [WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM]
  const left = (value: number) => (LEFT + width * placeOf(value, x)).toFixed(1)
  const top = (value: number) => (TOP + height * (1 - placeOf(value, y))).toFixed(1)
  const line = points.map((one, i) => `${i === 0 ? 'M' : 'L'}${left(one.x)} ${top(one.truth)}`)
  const dots = points.flatMap((one) => {
    if (one.answer === null) return []
    const place = placeOf(one.answer, y)
    if (place < 0 || place > 1) return []
    return [`<circle cx="${left(one.x)}" cy="${top(one.answer)}" r="1.6"/>`]
  })
  const outside = points.filter(({ answer }) => answer !== null).length - dots.length
  const none = points.filter(({ answer }) => answer === null).length
  const notes = [
    ...(outside > 0 ? [`${outside} answers beyond`] : []),
    ...(none > 0 ? [`${none} without a number`] : []),
  ]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="11" fill="#333">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${LEFT}" y="15" font-weight="bold">${title}</text>`,
    `<text x="${LEFT}" y="28"><tspan fill="#2166ac">▬ truth</tspan>  <tspan fill="#d6604d">● answer</tspan>  ${notes.join(', ')}</text>`,
    ...TICKS.flatMap((tick) => {
      const [tx, ty] = [LEFT + width * tick, TOP + height * (1 - tick)]
      return [
        `<path d="M${LEFT} ${ty}H${LEFT + width}M${tx} ${TOP}V${TOP + height}" stroke="#ddd"/>`,
        `<text x="${tx}" y="${HEIGHT - 8}" text-anchor="middle">${labelOf(at(x, tick))}</text>`,
        `<text x="${LEFT - 6}" y="${ty + 4}" text-anchor="end">${labelOf(at(y, tick))}</text>`,
      ]
    }),
    `<path d="${line.join('')}" fill="none" stroke="#2166ac" stroke-width="1.5"/>`,
    `<g fill="#d6604d">${dots.join('')}</g>`,
    '</svg>',
  ].join('')
}

const at = ([low, high]: Chart['x'], share: number) => low * (1 - share) + high * share
