import type { Cluster, Notebook } from './notebook.ts'
import { tiesTo } from './relatedness.ts'

/** Words as high as the highest, nearly, may be the name. */
const NEARLY = 0.003
const HIGH = 0.6
/** More than this of two words' relatedness is as good as this. */
const CLOSE = 4
/** What a word is worth, in ties, all of whose near words are as high as can be. */
const AROUND = 4
/** A word that is rarer by so many places is worth one tie less. */
const RARITY = 40_000

/** A word that a cluster is named by. */
export interface Name {
  readonly word: number
  /** How closely the other high words of the cluster are related to it, a mean. */
  readonly ties: number
  /** How high the words around it are. */
  readonly around: number
}

/**
 * Of the highest words of a cluster, the one that has most to do with its other high words, and
 * nothing but high words around it.
 */
export function nameOf(cluster: Cluster, notebook: Notebook): Name {
  const most = cluster[0]!.value
  const high = cluster.filter(({ value }) => value >= HIGH)
  const tiesOf = (word: number) => {
    const ties = tiesTo([word])
    return high
      .filter((other) => other.word !== word)
      .reduce((sum, other) => sum + Math.min(CLOSE, ties[other.word]!) * other.value, 0)
  }
  const score = (name: Name) => name.ties + AROUND * name.around - name.word / RARITY
  return cluster
    .filter(({ value }) => value >= most - NEARLY)
    .map(({ word }) => ({
      word,
      ties: tiesOf(word) / Math.max(1, high.length),
      around: notebook.around(word),
    }))
    .reduce((a, b) => (score(b) > score(a) ? b : a))
}
