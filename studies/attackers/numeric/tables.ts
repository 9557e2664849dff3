import type { NumericAttacker } from '../attacker.ts'
import type { Candidate } from '../candidate.ts'
import type { Points, Target } from '../target.ts'

const SIZES = [3, 4, 5, 6, 8, 10, 12, 16, 24, 33]
const DIGITS = [2, 3, 4]
const [LOW, WIDTH] = [-128, 256]

/** What joins the values of a table, of which `t` is the place. */
const JOINS = {
  'nearest neighbour': 'y[Math.round(t)]',
  lines: '(i=>y[i]+(y[i+1]-y[i])*(t-i))(Math.min(Math.max(Math.floor(t),0),y.length-2))',
  'cubic spline':
    '(i=>{t-=i;const[a,b,c,d]=y.slice(i-1);return b+t*(c-a+t*(2*a-5*b+4*c-d+t*(3*(b-c)+d-a)))/2})(Math.min(Math.max(Math.floor(t),1),y.length-3))',
}

/** Values at equal distances, as many as there is room for, joined in one of three ways. */
const table = (name: keyof typeof JOINS): NumericAttacker => ({
  name: `table of values, ${name}`,
  finds: ['constant', ...(name === 'lines' ? (['linear'] as const) : [])],
  *candidates({ near }) {
    for (const size of SIZES)
      for (const digits of DIGITS) {
        const values = valuesAt(near, size).map((y) => Number(y.toPrecision(digits)))
        yield inTable(`const y=[${values.join()}];`, size, name)
      }
  },
})

export const nearest = table('nearest neighbour')
export const lines = table('lines')
export const spline = table('cubic spline')

function inTable(declared: string, size: number, name: keyof typeof JOINS): Candidate {
  const place = `(x+${-LOW})/${WIDTH / (size - 1)}`
  return { head: `${declared}const g=t=>${JOINS[name]};`, expression: `g(${place})` }
}

/** Places of digits in the base of the alphabet, where tables may be hidden. */
const HIDING: Readonly<Record<string, (digits: readonly number[], base: number) => string>> = {
  bigint(digits, base) {
    const all = digits.reduceRight((sum, digit) => sum * BigInt(base) + BigInt(digit), 0n)
    return `(i=>Number(${all}n/${base}n**BigInt(i)%${base}n))`
  },
  string: (digits) =>
    `(i=>"${String.fromCharCode(...digits.map((d) => d + 40))}".charCodeAt(i)-40)`,
}

/** Values in few bits each, the difference to the one before or themselves, in long literals. */
export const hiddenTable: NumericAttacker = {
  name: 'table hidden in a literal',
  finds: ['constant'],
  *candidates({ near }: Target) {
    for (const size of SIZES)
      for (const base of [4, 16, 64])
        for (const [place, hide] of Object.entries(HIDING)) {
          if (place === 'string' && base !== 64) continue
          const values = valuesAt(near, size)
          const [low, high] = [Math.min(...values), Math.max(...values)]
          const step = Number(((high - low) / (base - 1) || 1).toPrecision(3))
          const digits = values.map((y) =>
            Math.min(base - 1, Math.max(0, Math.round((y - low) / step))),
          )
          const read = `Array.from({length:${size}},(_,i)=>${Number(low.toPrecision(3))}+${step}*${hide(digits, base)}(i))`
          yield inTable(`const y=${read};`.replaceAll('\\', '\\\\'), size, 'lines')
        }
  },
}

/** Of the point that is next; nothing better is known in a gap. */
function valuesAt({ xs, ys }: Points, size: number): number[] {
  return Array.from({ length: size }, (_, k) => {
    const at = LOW + (k * WIDTH) / (size - 1)
    let best = 0
    for (let i = 1; i < xs.length; i++)
      if (Math.abs(xs[i]! - at) < Math.abs(xs[best]! - at)) best = i
    return ys[best] ?? 0
  })
}
