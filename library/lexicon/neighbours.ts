/** Which words have to do with each other, by WordNet alone. Needed to build the lexicon only. */
import { contentWords } from '../world/build/graph.ts'
import type { WordNet } from '../world/build/word-net.ts'

/** Neighbours that a word keeps, the nearest first. */
const MOST = 24
const SENSES = 3
/** What a word of a gloss weighs beside a pointer. */
const GLOSS = 0.5
/** Pointers between words themselves, or to what they are about: the strongest. */
const STRONG = new Set(['+', '\\', ';c', '-c', '#m', '#p', '#s', '%m', '%p', '%s'])
const WEAK = 0.7

/** Nearest words of each word of a list, as places in it. */
export function neighbours(words: readonly string[], wordNet: WordNet): number[][] {
  const { synsets, senses } = wordNet
  const places = new Map(words.map((word, place) => [word, place]))
  const links = words.map(() => new Map<number, number>())
  const link = (a: number, b: number, weight: number) => {
    if (a === b) return
    links[a]!.set(b, (links[a]!.get(b) ?? 0) + weight)
    links[b]!.set(a, (links[b]!.get(a) ?? 0) + weight)
  }
  const wordsOf = (synset: number) =>
    synsets[synset]!.lemmas.flatMap((lemma) => {
      const place = places.get(lemma.toLowerCase())
      if (place === undefined) return []
      const share = senses.get(lemma.toLowerCase())!.find((one) => one.synset === synset)!.share
      return [{ place, share }]
    })
  for (const [place, word] of words.entries())
    for (const { synset, share } of senses.get(word)!.slice(0, SENSES)) {
      for (const other of wordsOf(synset)) link(place, other.place, share * other.share)
      for (const { kind, to } of synsets[synset]!.pointers) {
        const strength = STRONG.has(kind) ? 1 : WEAK
        for (const other of wordsOf(to)) link(place, other.place, strength * share * other.share)
      }
      for (const told of contentWords(synsets[synset]!.definition, wordNet)) {
        const other = places.get(told)
        if (other !== undefined) link(place, other, GLOSS * share)
      }
    }
  // Who is linked with everything is near to nothing.
  const degrees = links.map((own) => own.values().reduce((sum, weight) => sum + weight, 1))
  return links.map((own) =>
    Array.from(own, ([other, weight]) => ({ other, nearness: weight / Math.sqrt(degrees[other]!) }))
      .toSorted((a, b) => b.nearness - a.nearness || a.other - b.other)
      .slice(0, MOST)
      .map(({ other }) => other),
  )
}
