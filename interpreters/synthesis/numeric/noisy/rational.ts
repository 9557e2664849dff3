/**
 * Ratios of polynomials under noise: least squares on the equation cleared of its denominator,
 * weighted by the denominator found before (Sanathanan and Koerner, 1963).
 */
import { normalized, power, solveRatio, type Ratio } from '../families/rational.ts'
import type { Averages } from './averages.ts'
import { cheapest, contend, type Contender } from './contender.ts'

const ITERATIONS = 8

export function fitNoisyRational(data: Averages, deviation: number): Contender | undefined {
  const fits = ORDERS.flatMap(({ numerator, order }) => {
    const ratio = iterate(data, numerator, order, null, 3)
    return ratio ? [{ numerator, order, ratio, contender: toContender(ratio) }] : []
  })
  const promising = fits.toSorted((a, b) => a.contender.cost - b.contender.cost).slice(0, 3)
  return cheapest(
    promising.flatMap(({ numerator, order, ratio, contender }) => {
      const settled = iterate(data, numerator, order, ratio, ITERATIONS)
      return [contender, settled ? toContender(settled) : undefined]
    }),
  )

  function toContender(ratio: Ratio): Contender {
    const unknowns = ratio.numerator.length + ratio.denominator.length - 1
    return contend(normalized(ratio), data, deviation, { unknowns })
  }
}

const ORDERS = [1, 2, 3, 4, 5].flatMap((order) =>
  Array.from({ length: order }, (_, numerator) => ({ numerator, order })),
)

function iterate(
  data: Averages,
  numerator: number,
  order: number,
  begin: Ratio | null,
  times: number,
): Ratio | null {
  let ratio = begin
  for (let i = 0; i < times; i++) {
    const weights = data.xs.map((x, k) => Math.sqrt(data.counts[k]!) / size(ratio, x, order))
    const next: Ratio | null = solveRatio(data, numerator, order, weights)
    if (!next) return ratio
    ratio = next
  }
  return ratio
}

/** Size of the denominator at x, as far as it is known. */
function size(ratio: Ratio | null, x: number, order: number): number {
  if (!ratio) return power(1 + Math.abs(x), order)
  return Math.abs(ratio.denominator.reduceRight((sum, b) => sum * x + b, 0)) + 1e-9
}

/** Points close to the real poles: there the ratio drowns the noise. */
export function nearPoles(contender: Contender): number[] {
  const { law } = contender.hypothesis
  const denominator = law?.form === 'atomic' ? law.term.parameters['denominator'] : undefined
  if (!Array.isArray(denominator)) return []
  const value = (x: number) => denominator.reduceRight((sum: number, b: number) => sum * x + b, 0)
  const poles: number[] = []
  for (let x = -20; x < 20; x += 0.02) {
    if (value(x) * value(x + 0.02) < 0) poles.push(x + 0.01)
  }
  return poles.flatMap((pole) => [0.5, 0.25, 0.12, 0.06, 0.03].flatMap((d) => [pole - d, pole + d]))
}
