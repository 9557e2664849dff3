/**
 * Shapes under noise, a g(x) + d, where g is chosen among many: least squares settles a and d, so
 * that only the choice of g is searched (variable projection: Golub and Pereyra, 1973).
 */
import type { Averages } from './averages.ts'
import { contend, type Contender } from './contender.ts'
import type { Hypothesis } from './hypothesis.ts'
import { leastSquares, orthonormal, subtract } from './least-squares.ts'
import { tenth, tenths } from './snap.ts'

/** Periods and centres of the library's sines, cosines and hyperbolic tangents. */
export const PERIODS: readonly number[] = tenths(0.1, 6.3)
export const CENTRES: readonly number[] = tenths(0.1, 6.3)

/** The shape, with amplitude and offset to the tenth. */
export function fitScaled(
  data: Averages,
  shape: (x: number) => number,
  name: (a: number, d: number) => Hypothesis,
): Contender | undefined {
  const columns = [data.xs.map(shape), data.xs.map(() => 1)]
  const [a, d] = leastSquares(columns, data.ys, data.counts.map(Math.sqrt)) ?? []
  if (a === undefined || d === undefined) return undefined
  const choices = PERIODS.length * CENTRES.length
  return contend(name(tenth(a), tenth(d)), data, { unknowns: 2, choices })
}

/** The averages, and any shape, as vectors: weighted, and their mean taken off. */
export function centredVectors({ xs, ys, counts }: Averages) {
  const weights = Float64Array.from(counts, Math.sqrt)
  const [level] = orthonormal([weights])
  const off = (values: Float64Array) => {
    if (level) subtract(values, level)
    return values
  }
  return {
    target: off(weights.map((w, i) => w * ys[i]!)),
    vectorOf: (shape: (x: number) => number) => off(weights.map((w, i) => w * shape(xs[i]!))),
  }
}

/** The first of the items whose value is highest. */
export function highestBy<T extends object>(items: readonly T[], value: (item: T) => number): T {
  let best = items[0]!
  let highest = -Infinity
  for (const item of items) {
    const own = value(item)
    if (own > highest) [best, highest] = [item, own]
  }
  return best
}
