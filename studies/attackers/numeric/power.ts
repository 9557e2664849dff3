import type { NumericAttacker } from '../attacker.ts'
import { type Column, fits, sumText, tabulate, weighted } from '../least-squares.ts'

const EXPONENTS = [1e-6, 1e-5, 0.0001, 0.001, 0.01, 0.1, 0.3, 0.5, -1, -0.5, -2, -3, 1.5, 2, 3]
const BASES = { x: (x: number) => x, 'Math.abs(x)': Math.abs }

/** A power law: with an exponent of 2 it is a parabola, of next to nothing a logarithm. */
export const power: NumericAttacker = {
  name: 'power law',
  finds: ['root', 'logarithm', 'polynomial', 'constant', 'linear', 'reciprocal'],
  *candidates(target) {
    const points = weighted(target)
    for (const [base, of] of Object.entries(BASES))
      for (const exponent of EXPONENTS)
        for (const slope of [false, true]) {
          const columns: Column[] = [
            { text: `${base}**${exponent}`, of: (x) => of(x) ** exponent },
            { text: '1', of: () => 1 },
            ...(slope ? [{ text: 'x', of: (x: number) => x }] : []),
          ]
          const values = tabulate(
            columns.map((column) => column.of),
            points.xs,
          )
          for (const given of fits(values, points)) yield { expression: sumText(given, columns) }
        }
  },
}
