import { LOWER_LETTERS } from '../../../library/strings/index.ts'
import { type Candidate, candidateOf } from './candidate.ts'
import type { Evidence } from './evidence.ts'
import type { Instance } from './instances.ts'
import type { Library } from './library.ts'

/** The questions that show what a permutation hides behind another operator. */
export const SINGLE_LETTERS: readonly string[] = LOWER_LETTERS.split('')

/**
 * Programs that permute the letters first: an outer operator leaves for each letter the images
 * that would give the letter's own output, and one to one they must go together.
 */
export function proposePermutedFirst(
  evidence: Evidence,
  { permutation }: Library,
  outers: readonly Instance[],
): Candidate[] {
  const seen = SINGLE_LETTERS.map((letter) => evidence.answers(letter)[0])
  return outers.flatMap((outer) => {
    const letters = imagesOf(outer, seen)
    const first = letters && permutation(letters)
    if (!first) return []
    const candidate = candidateOf([first, outer])
    return evidence.agrees(candidate.run) ? [candidate] : []
  })
}

/** One image for each letter, by augmenting paths (bipartite matching); null where none fits. */
function imagesOf(outer: Instance, seen: readonly (string | undefined)[]): string | null {
  const outputs = SINGLE_LETTERS.map(outer.runFirst)
  if (!seen.every((output) => outputs.includes(output ?? ''))) return null
  const images = Map.groupBy(outputs.keys(), (index) => outputs[index])
  const choices = seen.map((output) => images.get(output ?? '') ?? [])
  const takenBy = new Map<number, number>()
  const place = (letter: number, tried: Set<number>): boolean =>
    (choices[letter] ?? []).some((image) => {
      if (tried.has(image)) return false
      tried.add(image)
      const other = takenBy.get(image)
      if (other !== undefined && !place(other, tried)) return false
      takenBy.set(image, letter)
      return true
    })
  if (!choices.every((_, letter) => place(letter, new Set()))) return null
  const letterTo = new Map(Array.from(takenBy, ([image, letter]) => [letter, image]))
  return SINGLE_LETTERS.map((_, letter) => LOWER_LETTERS[letterTo.get(letter) ?? 0]).join('')
}
