import { wordsOf } from '../../../library/world/concepts-of.ts'
import { world } from '../../../library/world/index.ts'
import type { Random } from '../../contracts.ts'

/** Words that people know, among those of the world, which stand by frequency. */
const COMMON = 25_000
/** Every fourth of them is kept to show functions with; the others are kept to judge them. */
const SHOWN = 4

export type Use = 'shown' | 'judged'

/** Whether the word at a place may be an exemplar, or functions may be judged at it. */
export const isFor = (use: Use, place: number): boolean =>
  place < COMMON && (place % SHOWN === 0) === (use === 'shown')

/** A place of either kind, any as likely as another. */
export function drawPlace(use: Use, random: Random): number {
  for (;;) {
    const place = Math.floor(random() * COMMON)
    if (isFor(use, place)) return place
  }
}

/** So many different items, or all there are, in an order of the stream's own. */
export function some<T>(items: readonly T[], count: number, random: Random): T[] {
  const left = [...items]
  const most = Math.min(count, left.length)
  for (let i = 0; i < most; i++) {
    const other = i + Math.floor(random() * (left.length - i))
    ;[left[i], left[other]] = [left[other]!, left[i]!]
  }
  return left.slice(0, most)
}

/** Words of the answer's own that each of its concepts is held to. */
const CLAIMED = { words: 20, least: 0.5 }

/** Words that are high if the answer is right: so many of each concept that it names. */
export function claimedWords(concepts: readonly number[], random: Random): readonly string[] {
  const { words } = world()
  return concepts.flatMap((concept) => {
    const high = wordsOf(concept, CLAIMED.least).filter((place) => isFor('judged', place))
    return some(high, CLAIMED.words, random).map((place) => words[place]!)
  })
}
