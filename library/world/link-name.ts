import { findWord } from '../words/clean-word.ts'
import { world } from './index.ts'

/** The concept that a name was taken for, and by what. */
export interface Link {
  readonly concept: number
  /** A name of the concept, or a word that has most to do with it. */
  readonly how: 'name' | 'word'
}

/** A word stands for a concept if it belongs to it at least so much. */
const LEAST = 0.6

let named: ReadonlyMap<string, number> | undefined

/** Concepts by their names. The first that has a name keeps it. */
function names(): ReadonlyMap<string, number> {
  return (named ??= new Map(
    world()
      .concepts.flatMap(({ names: own }, concept) => own.map((name) => [name, concept] as const))
      .toReversed(),
  ))
}

/** Whether the text is a name of a concept, whatever its case and form. */
export function conceptNamed(text: string): number | undefined {
  const key = findWord(text, (name) => names().has(name))
  return key === undefined ? undefined : names().get(key)
}

/**
 * The concept that a word or a name stands for; null where it stands for none. What is no name of
 * a concept stands for the one that it belongs to most.
 */
export function linkName(text: string): Link | null {
  const concept = conceptNamed(text)
  if (concept !== undefined) return { concept, how: 'name' }
  const { find, profile } = world()
  const word = find(text)
  if (word === undefined) return null
  const best = profile(word).reduce((a, b) => (b.value > a.value ? b : a))
  return best.value < LEAST ? null : { concept: best.concept, how: 'word' }
}
