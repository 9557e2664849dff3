import { lexicon } from '../../../library/lexicon/index.ts'

/** Words that list a word among their neighbours count as its own, up to so many. */
const MOST = 60
/** Words that stand together with so many others tell nothing of any. */
const HUB = 200
/** The nearest neighbour weighs 1, one of this rank would weigh nothing. */
const RANKS = 30

let linked: readonly ReadonlyMap<number, number>[] | undefined

/** The words that have to do with a word, of either's own account, and how much. */
export function near(word: number): ReadonlyMap<number, number> {
  return (linked ??= linkBothWays())[word]!
}

const weight = (rank: number) => 1 - rank / RANKS

function linkBothWays(): readonly ReadonlyMap<number, number>[] {
  const { neighbours } = lexicon()
  const links = neighbours.map((own) => new Map(own.map((other, i) => [other, weight(i)])))
  for (const [word, own] of neighbours.entries())
    for (const [i, other] of own.entries())
      if (links[other]!.size < MOST || links[other]!.has(word))
        links[other]!.set(word, Math.max(weight(i), links[other]!.get(word) ?? 0))
  return links
}

/**
 * How closely each word of the lexicon is related to some, in all: a link counts as two words that
 * both are linked with.
 */
export function tiesTo(words: readonly number[]): Uint16Array {
  const ties = new Uint16Array(lexicon().words.length)
  for (const word of words)
    for (const other of near(word).keys()) {
      ties[other]! += 2
      if (near(other).size < HUB) for (const third of near(other).keys()) ties[third]!++
    }
  return ties
}
