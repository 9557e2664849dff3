import { lexicon } from '../../../library/lexicon/index.ts'
import type { Box } from '../../../plugins/contracts.ts'
import { near, tiesTo } from './relatedness.ts'

/** Words that are related at least so closely, and have such values, are of one cluster. */
const RELATED = 2
const SOMETHING = 0.05

/** What was asked of a box, and what it said. */
export interface Notebook {
  /** The value of each word, by its place in the lexicon. */
  readonly values: ReadonlyMap<number, number>
  /** How much of what is around each word of the lexicon was asked. */
  readonly known: Float32Array
  ask(words: readonly number[]): Promise<void>
  /** The values of the words that fit, the highest first. */
  highest(fits: Fits): Cluster
  /** Of the words that fit, the highest and those that hang together with it, by their values. */
  clusterOf(fits: Fits): Cluster
  /** How high the words around a word are, of those that were asked. */
  around(word: number): number
}

/** Whether a word is of those that are looked at. */
export type Fits = (word: number) => boolean

/** Words of one cluster, the highest first. */
export type Cluster = readonly { readonly word: number; readonly value: number }[]

export function openNotebook(box: Box<'entities'>): Notebook {
  const { words } = lexicon()
  const values = new Map<number, number>()
  const known = new Float32Array(words.length)
  const highest = (fits: Fits) =>
    Array.from(values, ([word, value]) => ({ word, value }))
      .filter(({ word, value }) => value >= SOMETHING && fits(word))
      .toSorted((a, b) => b.value - a.value || a.word - b.word)
  return {
    values,
    known,
    highest,
    async ask(asked) {
      const fresh = asked.filter((word) => !values.has(word)).slice(0, box.queriesLeft)
      const said = await box.queryAll(fresh.map((word) => words[word]!))
      for (const [i, word] of fresh.entries()) {
        values.set(word, said[i]!)
        for (const [other, weight] of near(word)) known[other]! += weight
      }
    },
    clusterOf(fits) {
      const all = highest(fits)
      const [cluster, left] = [all.slice(0, 1), new Set(all.slice(1))]
      for (const { word } of cluster) {
        const ties = tiesTo([word])
        for (const other of left)
          if (ties[other.word]! >= RELATED) {
            left.delete(other)
            cluster.push(other)
          }
      }
      return cluster.toSorted((a, b) => b.value - a.value || a.word - b.word)
    },
    around(word) {
      let [sum, weights] = [0, 0]
      for (const [other, weight] of near(word)) {
        const value = values.get(other)
        if (value === undefined) continue
        sum += weight * value
        weights += weight
      }
      return weights === 0 ? 0 : sum / weights
    },
  }
}
