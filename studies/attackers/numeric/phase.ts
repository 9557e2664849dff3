import type { Law, Term } from '../../../library/numeric/index.ts'
import type { NumericAttacker } from '../attacker.ts'
import { fits, tabulate, weighted } from '../least-squares.ts'

/** Period and crest of each wave in a law: the attacker has found them. */
export function waves(law: Law): { period: number; crest: number }[] {
  const terms: readonly Term[] = law.form === 'atomic' ? [law.term] : law.terms
  return terms.flatMap(({ operator, parameters }) => {
    const { p, c, period, shift } = parameters as Record<string, number>
    if (operator === 'cos') return { period: p!, crest: c! }
    if (operator === 'sin') return { period: p!, crest: c! + p! / 4 }
    return operator === 'square_wave' ? { period: period!, crest: shift! + period! / 4 } : []
  })
}

/** A variable in which a cosine of the phase t in [-1/2, 1/2] is nearly a short polynomial. */
interface Shape {
  readonly of: (t: number) => number
  readonly text: string
  readonly powers: readonly number[]
}
const SHAPES: readonly Shape[] = [
  { of: (t) => t, text: 't-=Math.round(t)', powers: [0, 2, 4, 6, 8, 10] },
  {
    of: (t) => Math.abs(t) - 0.25,
    text: 't=Math.abs(t-Math.round(t))-.25',
    powers: [0, 1, 3, 5, 7, 9],
  },
]

/** A wave by polynomials of its phase: no sine. */
export const phasePolynomial: NumericAttacker = {
  name: 'polynomial of the phase',
  finds: [],
  *candidates(target) {
    const points = weighted(target)
    for (const { period, crest } of waves(target.law))
      for (const { of, text, powers } of SHAPES)
        for (let size = 2; size <= powers.length; size++) {
          const functions = powers.slice(0, size).map((power) => (x: number) => {
            const t = (x - crest) / period
            return of(t - Math.round(t)) ** power
          })
          for (const given of fits(tabulate(functions, points.xs), points)) {
            const [offset, ...shape] = given
            const value = powers[1] === 1 ? `t*(${inSquares(shape)})+${offset}` : inSquares(given)
            const place = `t=(x-${Number(crest.toFixed(3))})/${period}`
            yield { head: 'let t;', expression: signs(`(${place},${text},${value})`) }
          }
        }
  },
}

/** A polynomial of the square of t, by Horner's rule. */
const inSquares = (ascending: readonly number[]): string =>
  ascending.map(String).reduceRight((inner, coefficient) => `${coefficient}+t*t*(${inner})`)

const signs = (text: string) => text.replaceAll('+-', '-').replaceAll('--', '+')
