import type { Random } from '../../../plugins/contracts.ts'
import { repeat, shuffled } from '../../strings/draw.ts'

/** How many of which words a box has for one use. */
export type Pool = readonly [count: number, words: readonly string[]]

export interface Vocabulary<K extends string> {
  readonly words: readonly string[]
  /** The token that begins every prompt. */
  readonly begin: number
  /** Tokens by their use. */
  readonly of: Readonly<Record<K, readonly number[]>>
}

/** Draws words by their use, and the order of all. */
export function drawVocabulary<K extends string>(
  pools: Readonly<Record<K, Pool>>,
  random: Random,
): Vocabulary<K> {
  const drawn = Object.entries<Pool>(pools).map(
    ([use, [count, words]]) => [use, shuffled(random, words).slice(0, count)] as const,
  )
  const words = shuffled(random, [BEGIN, ...drawn.flatMap(([, of]) => of)])
  const tokens: Record<string, readonly number[]> = Object.fromEntries(
    drawn.map(([use, of]) => [use, of.map((word) => words.indexOf(word))]),
  )
  return {
    words,
    begin: words.indexOf(BEGIN),
    of: tokens as Record<K, readonly number[]>,
  }
}
const BEGIN = '<bos>'

export const WORD_SIZE = 8

/** What tells words apart where no circuit does: a random vector of length 1. */
export function wordCode(random: Random): number[] {
  const values = repeat(WORD_SIZE, () => random() - 0.5)
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  return values.map((value) => value / length)
}
