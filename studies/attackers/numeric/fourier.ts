import type { NumericAttacker } from '../attacker.ts'
import { type Column, fits, sumText, tabulate, weighted } from '../least-squares.ts'
import { waves } from './phase.ts'

/** Longer than the domain, so that what is no wave need not be one. */
const LONG = [1024, 512, 300, 256]
const MOST = 4

/** A Fourier series over the domain; or over a period, where the function has one. */
export const fourier: NumericAttacker = {
  name: 'Fourier series',
  finds: ['sin', 'cos', 'constant'],
  *candidates(target) {
    const points = weighted(target)
    for (const period of [...LONG, ...waves(target.law).map((wave) => wave.period)])
      for (let size = 1; size <= MOST; size++) {
        const columns: Column[] = [{ text: '1', of: () => 1 }]
        for (let k = 1; k <= size; k++) {
          const frequency = Number(((2 * Math.PI * k) / period).toPrecision(8))
          for (const name of ['sin', 'cos'] as const)
            columns.push({
              text: `Math.${name}(${frequency}*x)`,
              of: (x) => Math[name](frequency * x),
            })
        }
        const values = tabulate(
          columns.map(({ of }) => of),
          points.xs,
        )
        for (const given of fits(values, points)) yield { expression: sumText(given, columns) }
      }
  },
}
