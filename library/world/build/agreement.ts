/** How candidates of a measure agree with lists of triples that were written before any was seen. */
import { readFileSync } from 'node:fs'
import { cleanWord, findWord } from '../../words/clean-word.ts'
import type { ListedConcept } from './concept-list.ts'
import type { Signs } from './measure.ts'
import type { NamedWord } from './vocabulary.ts'

const UNKNOWN = -9

/** Candidates: WordNet alone, texts alone, and their sum as it is weighed in the measure. */
const CANDIDATES: Readonly<Record<string, (lift: number, cosine: number) => number>> = {
  lift: (lift) => lift,
  cosine: (_, cosine) => cosine,
  both: (lift, cosine) => 1.25 * lift + 12 * cosine,
}

/** Shares of triples (concept; related; unrelated) in which the related word has more. */
export function agreements(
  file: string,
  concepts: readonly ListedConcept[],
  words: readonly NamedWord[],
  signs: readonly Signs[],
): Record<string, number> {
  const places = new Map(words.map(({ key }, place) => [key, place]))
  const numbers = new Map(concepts.map(({ label }, number) => [label, number]))
  const triples = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const [label, lists] = line.split(': ') as [string, string]
      const [related, unrelated] = lists.split('|').map((list) => list.trim().split(' '))
      return related!.map((word, i) => ({
        own: signs[numbers.get(label)!]!,
        word,
        other: unrelated![i]!,
      }))
    })
  const signOf = (sign: Float32Array, word: string) => {
    const key = findWord(word, (one) => places.has(one)) ?? cleanWord(word)
    const value = sign[places.get(key) ?? -1]
    return value === undefined || Number.isNaN(value) ? UNKNOWN : value
  }
  return Object.fromEntries(
    Object.entries(CANDIDATES).map(([name, weigh]) => {
      const of = ({ lift, cosine }: Signs, word: string) =>
        weigh(signOf(lift, word), signOf(cosine, word))
      const right = triples.filter(({ own, word, other }) => of(own, word) > of(own, other))
      return [name, right.length / triples.length]
    }),
  )
}
