import { everydayWords, factTables } from '../../../library/facts/index.ts'
import { cleanWord } from '../../../library/words/clean-word.ts'

/** One word in so many is for exemplars, and the others are for judging: no function mixes them. */
const SHARE = 5

const known = new Map<string, boolean>()

/** Whether a word may be an exemplar. */
export function isShown(word: string): boolean {
  const shown = known.get(word) ?? hashOf(cleanWord(word)) % SHARE === 0
  known.set(word, shown)
  return shown
}

/** The hash of Fowler, Noll and Vo (FNV-1a), its upper half folded into the lower. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return (hash ^ (hash >>> 16)) >>> 0
}

let words: readonly string[] | undefined

/** All words there are, each once: things of every class, and words of every day. */
export const vocabulary = (): readonly string[] =>
  (words ??= [
    ...new Set([
      ...factTables().flatMap(({ rows }) => rows.map(({ word }) => word)),
      ...everydayWords(),
    ]),
  ])

/** The words that may be exemplars. */
export const shownWords = (): readonly string[] => vocabulary().filter(isShown)
