/** Words to begin with, by WordNet alone. Needed to build the lexicon only. */
import type { WordNet } from '../world/build/word-net.ts'

/** Places among the frequent words, so that a person would think of them. */
const FREQUENT = 5000
/** A word stands for a synset where that is so much of its uses. */
const MEANT = 0.4

/**
 * Fields that most words are marked with and kinds that have most kinds below them, in turn; none
 * that is a neighbour of one before it.
 */
export function broadWords(
  words: readonly string[],
  neighbours: readonly (readonly number[])[],
  { synsets, senses }: WordNet,
  count: number,
): number[] {
  const places = new Map(words.slice(0, FREQUENT).map((word, place) => [word, place]))
  const ranked = (kinds: readonly string[]) =>
    synsets
      .map(({ lemmas, pointers, part }, synset) => ({
        size: part === 'n' ? pointers.filter(({ kind }) => kinds.includes(kind)).length : 0,
        place: lemmas
          .map((lemma) => lemma.toLowerCase())
          .filter((lemma) =>
            senses.get(lemma)!.some((one) => one.synset === synset && one.share >= MEANT),
          )
          .flatMap((lemma) => places.get(lemma) ?? [])[0],
      }))
      .filter(({ place, size }) => place !== undefined && size > 0)
      .toSorted((a, b) => b.size - a.size || a.place! - b.place!)
      .map(({ place }) => place!)
  const [fields, kinds] = [ranked(['-c']), ranked(['~', '~i'])]
  const turns = fields.flatMap((field, i) => [field, kinds[2 * i], kinds[2 * i + 1]])
  const chosen: number[] = []
  for (const place of [...turns, ...kinds]) {
    if (place === undefined || chosen.includes(place)) continue
    if (chosen.some((one) => neighbours[one]!.includes(place) || neighbours[place]!.includes(one)))
      continue
    chosen.push(place)
    if (chosen.length === count) break
  }
  return chosen
}
