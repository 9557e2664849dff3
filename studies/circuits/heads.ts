import { ascending, deviation, mean } from 'd3-array'
import type { Shape } from '../../library/transformer/model.ts'

export interface Head {
  readonly layer: number
  readonly head: number
}
export interface ScoredHead extends Head {
  readonly score: number
}

export const headsOf = ({ layers, heads }: Shape): readonly Head[] =>
  Array.from({ length: layers * heads }, (_, at) => ({
    layer: Math.floor(at / heads),
    head: at % heads,
  }))

/** Those further than two standard deviations from the mean of all, the furthest first. */
export function outstanding(scored: readonly ScoredHead[]): readonly ScoredHead[] {
  const scores = scored.map(({ score }) => score)
  const [center, spread] = [mean(scores)!, deviation(scores)!]
  const distance = ({ score }: ScoredHead) => Math.abs(score - center)
  return scored
    .filter((one) => distance(one) > 2 * spread)
    .toSorted((a, b) => ascending(distance(b), distance(a)))
}

export const nameOfHead = ({ layer, head }: Head): string => `${layer}.${head}`
