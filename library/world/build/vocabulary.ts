import { cleanWord, findWord } from '../../words/clean-word.ts'
import type { Word } from './measure.ts'
import type { Vectors } from './vectors.ts'
import type { WordNet } from './word-net.ts'

/** Words of texts, by the order of their frequency. */
const FREQUENT = {
  /** Those that count although WordNet does not have them: names above all. */
  names: 20_000,
  /** Those that count because it has them. */
  words: 100_000,
  /** Parts of names of two and three words that count. */
  parts: 15_000,
}
const MOST_PARTS = 3
/** Parts of names that tell nothing. */
const SMALL = new Set(['of', 'the', 'and', 'in', 'to', 'a', 'an', 'for', 'on', 'at', 's', 'de'])

export interface NamedWord extends Word {
  /** As `cleanWord` gives it. */
  readonly key: string
}

/** All words that may have a value, the frequent ones first, names of several words last. */
export function vocabulary({ senses }: WordNet, vectors: Vectors): NamedWord[] {
  const ranks = new Map(vectors.words.map((word, i) => [word, i]))
  const rankOf = (parts: readonly string[]) =>
    Math.max(...parts.map((part) => ranks.get(part) ?? Infinity))
  const entries = new Map<string, NamedWord & { readonly rank: number }>()
  for (const [lemma, own] of senses) {
    const key = cleanWord(lemma)
    const parts = key.split(' ')
    const several = parts.length > 1
    const telling = parts.filter((part) => !SMALL.has(part))
    const rank = rankOf(several ? telling : parts)
    const kept = rank < (several ? FREQUENT.parts : FREQUENT.words) && telling.length > 0
    // Of spellings that are one key, as `us` and `U.S.`, the first has it.
    if (!kept || parts.length > MOST_PARTS || !/\p{L}/u.test(key) || entries.has(key)) continue
    const order = rank + (several ? FREQUENT.words * parts.length : 0)
    entries.set(key, { key, senses: own, vector: vectors.of(telling), rank: order })
  }
  const ofWordNet = new Set(entries.keys())
  for (const [rank, word] of vectors.words.slice(0, FREQUENT.names).entries()) {
    if (!/^\p{L}{2,}$/u.test(word) || cleanWord(word) !== word || SMALL.has(word)) continue
    if (findWord(word, (key) => ofWordNet.has(key)) !== undefined) continue
    entries.set(word, { key: word, senses: [], vector: vectors.of([word]), rank })
  }
  return [...entries.values()].toSorted((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1))
}
