import type { NumericAttacker } from '../attacker.ts'
import { fits, hornerText, tabulate, weighted } from '../least-squares.ts'

const DEGREES = [1, 2, 3, 4, 5, 6, 8, 10, 12]

/** One polynomial of the whole domain, in `x` or in a variable that makes coefficients short. */
export const polynomial: NumericAttacker = {
  name: 'polynomial',
  finds: ['linear', 'polynomial', 'constant'],
  *candidates(target) {
    const points = weighted(target)
    for (const degree of DEGREES) {
      const powers = Array.from({ length: degree + 1 }, (_, k) => (x: number) => x ** k)
      for (const coefficients of fits(tabulate(powers, points.xs), points))
        yield { expression: hornerText(coefficients) }
      const short = powers.map((of) => (x: number) => of(x / 100))
      for (const coefficients of fits(tabulate(short, points.xs), points))
        yield { head: `const g=z=>${hornerText(coefficients, 'z')};`, expression: 'g(x/100)' }
    }
  },
}
