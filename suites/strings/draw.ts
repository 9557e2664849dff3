import { randomInt } from 'd3-random'
import { shuffle } from 'simple-statistics'
import type { Random } from '../../plugins/contracts.ts'

/** An integer from `first` to `last`, both included. */
export const integer = (random: Random, first: number, last: number) =>
  randomInt.source(random)(first, last + 1)()

/** One of the items; of a string, one of its UTF-16 units. Throws where there is none. */
export function pick<T>(random: Random, items: Readonly<ArrayLike<T>>): T {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('There is nothing to pick from')
  return item
}

export const shuffled = <T>(random: Random, items: Iterable<T>): T[] =>
  shuffle(Array.from(items), random)

/** Makes so many draws, one after the other. */
export const repeat = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw)
