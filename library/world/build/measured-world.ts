import { cleanWord } from '../../words/clean-word.ts'
import type { WorldTable } from '../table.ts'
import type { ListedConcept } from './concept-list.ts'
import { expectations, floorsOf, type Signs, valuesOf } from './measure.ts'
import type { NamedWord } from './vocabulary.ts'
import type { WordNet } from './word-net.ts'

/** Values are kept to so many parts of 1, and those of fewer parts than these are 0. */
const LEVELS = 255
const LEAST = 13
/** The same of names of several words, of which there are many. */
const LEAST_OF_NAMES = 64
/** A lemma names the concept of its synset where that is so much of its uses. */
const NAMING = 0.4

/** All values of all concepts: what the table holds. */
export function measuredWorld(
  wordNet: WordNet,
  concepts: readonly ListedConcept[],
  words: readonly NamedWord[],
  signs: readonly Signs[],
): WorldTable {
  const expected = expectations(signs)
  const columns = signs.map((sign, i) => {
    const concept = concepts[i]!
    const values = valuesOf(sign, expected)
    const floor = floorsOf(concept, wordNet)
    return Uint8Array.from(words, ({ key, senses }, word) => {
      if (key === concept.label) return LEVELS
      const value = Math.max(values[word]!, ...senses.map(floor))
      const level = Math.round(LEVELS * value)
      return level < (key.includes(' ') ? LEAST_OF_NAMES : LEAST) ? 0 : level
    })
  })
  const rows = words.flatMap(({ key }, word) => {
    const entries = columns.flatMap((column, concept) =>
      column[word] ? [[concept, column[word]] as const] : [],
    )
    return entries.length === 0 ? [] : [{ key, entries }]
  })
  return {
    concepts: concepts.map((concept) => ({
      label: concept.label,
      names: namesOf(concept, wordNet),
      drawn: concept.drawn,
    })),
    rows,
  }
}

/** Label and other names of a concept. */
function namesOf({ label, synsets: own }: ListedConcept, { synsets, senses }: WordNet): string[] {
  const others = own.flatMap((synset) =>
    synsets[synset]!.lemmas.filter((lemma) => {
      const meant = senses.get(lemma.toLowerCase())!
      const share = meant.reduce((sum, one) => sum + (own.includes(one.synset) ? one.share : 0), 0)
      return share >= NAMING
    }).map(cleanWord),
  )
  return [...new Set([label, ...others])]
}
