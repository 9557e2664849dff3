import { lexicon } from '../../../library/lexicon/index.ts'
import type { Box } from '../../../plugins/contracts.ts'
import { near, relatedness } from './relatedness.ts'

/** Words that are related at least so closely, and have such values, are of one cluster. */
const RELATED = 2
export const SOMETHING = 0.05
/** A word among few that were asked is doubted, and so is a rare one. */
const DOUBT = 2
const RARITY = 12_000
/** Low values count for little. */
const STEEPNESS = 4

/** What was asked of a box, and what it said. */
export interface Notebook {
  /** The value of each word, by its place in the lexicon. */
  readonly values: ReadonlyMap<number, number>
  /** How much of what is around each word of the lexicon was asked. */
  readonly known: Float32Array
  ask(words: readonly number[]): Promise<void>
  /** Of the words that fit, the highest and those that hang together with it, by their values. */
  clusterOf(fits: (word: number) => boolean): Cluster
}

/** Words of one cluster, the highest first. */
export type Cluster = readonly { readonly word: number; readonly value: number }[]

export function openNotebook(box: Box<'entities'>): Notebook {
  const { words } = lexicon()
  const values = new Map<number, number>()
  const known = new Float32Array(words.length)
  /** Whether two words are of one cluster; the same are looked at again and again. */
  const judged = new Map<number, boolean>()
  const hangTogether = (a: number, b: number) => {
    const key = a * words.length + b
    const together = judged.get(key) ?? relatedness(a, b) >= RELATED
    judged.set(key, together)
    return together
  }
  return {
    values,
    known,
    async ask(asked) {
      const fresh = asked.filter((word) => !values.has(word)).slice(0, box.queriesLeft)
      const said = await box.queryAll(fresh.map((word) => words[word]!))
      for (const [i, word] of fresh.entries()) {
        values.set(word, said[i]!)
        for (const [other, weight] of near(word)) known[other]! += weight
      }
    },
    clusterOf(fits) {
      const left = Array.from(values, ([word, value]) => ({ word, value }))
        .filter(({ word, value }) => value >= SOMETHING && fits(word))
        .toSorted((a, b) => b.value - a.value || a.word - b.word)
      const cluster = left.splice(0, 1)
      for (const member of cluster)
        for (let i = 0; i < left.length;)
          if (hangTogether(member.word, left[i]!.word)) cluster.push(...left.splice(i, 1))
          else i++
      return cluster.toSorted((a, b) => b.value - a.value || a.word - b.word)
    },
  }
}

/** Words that fit and were not asked yet, by what to expect of them: the values around them. */
export function promising(
  { values, known }: Notebook,
  cluster: Cluster,
  count: number,
  fits: (word: number) => boolean,
): number[] {
  const hopes = new Map<number, number>()
  for (const { word, value } of cluster) {
    const voice = value ** STEEPNESS
    for (const [other, weight] of near(word))
      if (!values.has(other)) hopes.set(other, (hopes.get(other) ?? 0) + weight * voice)
  }
  const left = Array.from(hopes, ([word, hope]) => ({
    word,
    hope: hope / (DOUBT + known[word]!) / (1 + word / RARITY),
  })).toSorted((a, b) => b.hope - a.hope || a.word - b.word)
  const chosen: number[] = []
  for (const { word } of left) {
    if (chosen.length === count) break
    if (fits(word)) chosen.push(word)
  }
  return chosen
}
