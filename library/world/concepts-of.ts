import { LEVELS, world } from './index.ts'

/** How much words belong to any of some concepts: the most that they do to one. */
export function belonging(concepts: readonly number[]): (word: string) => number {
  const { value } = world()
  return (word) => concepts.reduce((most, concept) => Math.max(most, value(word, concept)), 0)
}

/** The same of all words of the world, in their order. */
export function belongings(concepts: readonly number[]): Float32Array {
  const { members, words } = world()
  const most = new Float32Array(words.length)
  for (const concept of concepts) {
    const { places, levels } = members(concept)
    for (const [i, place] of places.entries())
      most[place] = Math.max(most[place]!, levels[i]! / LEVELS)
  }
  return most
}

/** Places of the words that belong to a concept at least so much. */
export function wordsOf(concept: number, least: number): number[] {
  const { places, levels } = world().members(concept)
  const found: number[] = []
  for (const [i, place] of places.entries()) if (levels[i]! / LEVELS >= least) found.push(place)
  return found
}
