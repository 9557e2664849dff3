import type { NumericAttacker } from '../attacker.ts'
import {
  fits,
  hornerText,
  leastSquares,
  tabulate,
  weighted,
  type Weighted,
} from '../least-squares.ts'

const DEGREES = [
  [0, 1],
  [0, 2],
  [1, 1],
  [1, 2],
  [2, 2],
  [0, 4],
  [2, 3],
  [3, 3],
  [2, 4],
  [4, 4],
  [4, 5],
] as const
const ROUNDS = 6
const VARIABLES = { x: (x: number) => x, 'Math.abs(x)': Math.abs }

/**
 * A ratio of two polynomials in x or |x|, by the iteration of Sanathanan and Koerner: the form of
 * what AAA finds that is short to write.
 */
export const rational: NumericAttacker = {
  name: 'ratio of polynomials',
  finds: ['linear', 'polynomial', 'constant', 'reciprocal', 'rational'],
  *candidates(target) {
    const points = weighted(target)
    for (const [text, variable] of Object.entries(VARIABLES))
      for (const [upper, lower] of DEGREES)
        for (const [over, under] of ratios(points, variable, upper, lower)) {
          const ratio = (name: string) =>
            `(${hornerText(over, name)})/(${hornerText([...under, 1], name)})`
          yield text === 'x'
            ? { expression: ratio('x') }
            : { head: `const g=z=>${ratio('z')};`, expression: `g(${text})` }
        }
  },
}

/** Coefficients from the constant up; that of the denominator's highest power is 1. */
function* ratios(
  points: Weighted,
  variable: (x: number) => number,
  upper: number,
  lower: number,
): Generator<readonly [number[], number[]]> {
  const functions = Array.from(
    { length: Math.max(upper, lower) + 1 },
    (_, k) => (x: number) => variable(x) ** k,
  )
  const powers = tabulate(functions, points.xs)
  const columns = [
    ...powers.slice(0, upper + 1),
    ...powers.slice(0, lower).map((power) => power.map((value, i) => -value * points.ys[i]!)),
  ]
  const ys = powers[lower]!.map((value, i) => value * points.ys[i]!)
  let { weights } = points
  for (let round = 1; round <= ROUNDS; round++) {
    const system = { ...points, ys, weights }
    const exact = leastSquares(columns, system)
    if (round === 1 || round === ROUNDS)
      for (const given of fits(columns, system))
        yield [given.slice(0, upper + 1), given.slice(upper + 1)]
    weights = points.weights.map((weight, i) => {
      let q = powers[lower]![i]!
      for (let k = 0; k < lower; k++) q += exact[upper + 1 + k]! * powers[k]![i]!
      return weight / Math.max(1e-12, Math.abs(q))
    })
  }
}
