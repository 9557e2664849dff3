/** Words that functions are shown with, asked about and judged at. */
import { belongings, wordsOf } from '../../library/world/concepts-of.ts'
import { world } from '../../library/world/index.ts'
import { siblings } from '../../library/world/kinship.ts'
import { drawPlace, isFor, some, type Use } from '../../plugins/categories/entities/index.ts'
import type { Random } from '../../plugins/contracts.ts'

/** What a word is to a function, by its value. */
const HIGH = 0.7
const MIDDLE = 0.25
const LOW = 0.1
/** Neighbours of each concept whose words are near misses. */
const NEIGHBOURS = 3

/**
 * `high` words belong to a concept, and `middle` ones have something to do with one; `near` ones
 * belong to a neighbour of a concept and have little to do with it, and `low` ones have nothing.
 */
export type Kind = 'high' | 'middle' | 'near' | 'low'

/** So many common words of each kind, or all there are, drawn from the stream. */
export function drawWords(
  concepts: readonly number[],
  use: Use,
  counts: Readonly<Record<Kind, number>>,
  random: Random,
): Record<Kind, readonly string[]> {
  const { words } = world()
  const own = belongings(concepts)
  const near = neighbours(concepts)
  const others = belongings(near)
  const from = (those: readonly number[], least: number, fits: (place: number) => boolean) =>
    [...new Set(those.flatMap((concept) => wordsOf(concept, least)))].filter(
      (place) => isFor(use, place) && fits(place),
    )
  const draw = (places: readonly number[], count: number) =>
    some(places, count, random).map((place) => words[place]!)
  const low = new Set<number>()
  while (low.size < counts.low) {
    const place = drawPlace(use, random)
    if (own[place]! < LOW && others[place]! < HIGH) low.add(place)
  }
  return {
    high: draw(
      from(concepts, HIGH, () => true),
      counts.high,
    ),
    middle: draw(
      from(concepts, MIDDLE, (place) => own[place]! < HIGH),
      counts.middle,
    ),
    near: draw(
      from(near, HIGH, (place) => own[place]! < MIDDLE),
      counts.near,
    ),
    low: Array.from(low, (place) => words[place]!),
  }
}

/** Concepts near to one of these, and none of them. */
export const neighbours = (concepts: readonly number[]): readonly number[] =>
  concepts.flatMap((concept) =>
    siblings(concept)
      .filter((other) => !concepts.includes(other))
      .slice(0, NEIGHBOURS),
  )
