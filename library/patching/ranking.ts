/** How well scores of components tell a circuit from the rest. */
import { wilcoxonRankSum } from 'simple-statistics'

/** A component with its score and whether it is part of the circuit. */
export interface Ranked {
  readonly isPart: boolean
  readonly score: number
}

/**
 * AUROC: the chance that a part of the circuit has a higher score than another component, ties by
 * half (Mann and Whitney, Ann. Math. Stat. 18, 1947). NaN where all or none are parts.
 *
 * @example auroc([{ isPart: true, score: 2 }, { isPart: false, score: 1 }]) // 1
 */
export function auroc(ranked: readonly Ranked[]): number {
  const [parts, others] = divided(ranked)
  if (parts.length === 0 || others.length === 0) return NaN
  const least = (parts.length * (parts.length + 1)) / 2
  return (wilcoxonRankSum(parts, others) - least) / (parts.length * others.length)
}

/** The standard deviation of AUROC where scores are drawn at random: √((N + 1) / 12 P (N - P)). */
export function nullDeviation(ranked: readonly Ranked[]): number {
  const [parts, others] = divided(ranked)
  return Math.sqrt((ranked.length + 1) / (12 * parts.length * others.length))
}

/**
 * Average precision: the mean, over the parts of the circuit, of the precision down to each. Where
 * components tie, each has what it would have on average over their orders.
 */
export function averagePrecision(ranked: readonly Ranked[]): number {
  const scores = [...new Set(ranked.map(({ score }) => score))].toSorted((a, b) => b - a)
  let [above, partsAbove, sum] = [0, 0, 0]
  for (const score of scores) {
    const tied = ranked.filter((one) => one.score === score)
    const parts = tied.filter(({ isPart }) => isPart).length
    // A part at place i among them has, on average, (i - 1)(p - 1) / (n - 1) parts before it.
    for (let i = 1; i <= tied.length; i++) {
      const before = tied.length === 1 ? 0 : ((i - 1) * (parts - 1)) / (tied.length - 1)
      sum += ((parts / tied.length) * (partsAbove + 1 + before)) / (above + i)
    }
    above += tied.length
    partsAbove += parts
  }
  return sum / partsAbove
}

/** The share of parts among as many of the highest components as there are parts; ties by share. */
export function precisionAtTruth(ranked: readonly Ranked[]): number {
  const count = ranked.filter(({ isPart }) => isPart).length
  const least = ranked.map(({ score }) => score).toSorted((a, b) => b - a)[count - 1]
  if (least === undefined) return NaN
  const above = ranked.filter(({ score }) => score > least)
  const tied = ranked.filter(({ score }) => score === least)
  const partsOf = (some: readonly Ranked[]) => some.filter(({ isPart }) => isPart).length
  return (partsOf(above) + (partsOf(tied) * (count - above.length)) / tied.length) / count
}

function divided(ranked: readonly Ranked[]): readonly [number[], number[]] {
  const parts = ranked.filter(({ isPart }) => isPart).map(({ score }) => score)
  return [parts, ranked.filter(({ isPart }) => !isPart).map(({ score }) => score)]
}
