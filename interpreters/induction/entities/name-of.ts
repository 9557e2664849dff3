import type { Cluster } from './notebook.ts'
import { relatedness } from './relatedness.ts'

/** Words as high as the highest, nearly, may be the name. */
const NEARLY = 0.003
const HIGH = 0.6
/** More than this of two words' relatedness is as good as this. */
const CLOSE = 4
/** A word that is rarer by so many places is worth one tie less. */
const RARITY = 40_000

/** Of the highest words of a cluster, the one that has most to do with its other high words. */
export function nameOf(cluster: Cluster): number {
  const most = cluster[0]!.value
  const high = cluster.filter(({ value }) => value >= HIGH)
  const score = (word: number) => {
    const ties = high.map((other) =>
      other.word === word ? 0 : Math.min(CLOSE, relatedness(word, other.word)) * other.value,
    )
    return ties.reduce((sum, tie) => sum + tie, 0) / Math.max(1, high.length) - word / RARITY
  }
  return cluster
    .filter(({ value }) => value >= most - NEARLY)
    .reduce((a, b) => (score(b.word) > score(a.word) ? b : a)).word
}
