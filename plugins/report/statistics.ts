import { quantile, sum } from 'd3-array'
import { mean, sampleWithReplacement } from 'simple-statistics'
import { randomStream } from '../utils/random.ts'

export type Interval = [low: number, high: number]

/**
 * The mean of the values; null where there are none. They are summed as they come: the corrected
 * sum of `mean` differs in the last bit from figures that are on record.
 */
export const meanOf = (values: readonly number[]): number | null =>
  values.length > 0 ? sum(values) / values.length : null

const RESAMPLES = 1000
/** Two-sided 95 % point of the normal distribution. */
const Z = 1.959963984540054

/**
 * 95 % confidence interval of the mean of scores in [0, 1]: Wilson's for a proportion (every
 * score 0 or 1), else the percentile bootstrap on a fixed stream.
 *
 * @example 8 of 10: [0.490, 0.943] (Wilson, JASA 22, 1927)
 */
export function confidenceInterval(scores: readonly number[]): Interval | null {
  if (scores.length === 0) return null
  if (scores.every((score) => score === 0 || score === 1))
    return wilson(mean([...scores]), scores.length)
  const random = randomStream(0, 'bootstrap')
  const means = Array.from({ length: RESAMPLES }, () =>
    mean(sampleWithReplacement([...scores], scores.length, random)),
  )
  return [quantile(means, 0.025)!, quantile(means, 0.975)!]
}

function wilson(proportion: number, n: number): Interval {
  const centre = proportion + (Z * Z) / (2 * n)
  const spread = Z * Math.sqrt((proportion * (1 - proportion)) / n + (Z * Z) / (4 * n * n))
  const scale = 1 + (Z * Z) / n
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)]
}

/**
 * Exact McNemar test: the two-sided probability that pairs which changed split at least as
 * unevenly as `worse` to `better`, were both equally likely.
 *
 * @example mcnemar(1, 8) = 2 · (1 + 9) / 2⁹ = 0.0391 (McNemar, Psychometrika 12, 1947)
 */
export function mcnemar(worse: number, better: number): number {
  const n = worse + better
  // P(k of n) for k = 0, 1, …, in logarithms: 2⁻ⁿ alone would underflow for large n.
  let logarithm = -n * Math.LN2
  let tail = 0
  for (let k = 0; k <= Math.min(worse, better); k++) {
    tail += Math.exp(logarithm)
    logarithm += Math.log((n - k) / (k + 1))
  }
  return Math.min(1, 2 * tail)
}

/** Holm's step-down correction (Scand. J. Statist. 6, 1979): adjusted p-values, in the order given. */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).toSorted((a, b) => pValues[a]! - pValues[b]!)
  const adjusted: number[] = []
  let largest = 0
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]!))
    adjusted[index] = largest
  })
  return adjusted
}
