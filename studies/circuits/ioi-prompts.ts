/**
 * Prompts of indirect object identification (Wang et al., arXiv 2211.00593), in words of our own:
 * two names, then the first or the second of them again, who gives something to the other.
 */
import { shuffler } from 'd3-array'
import type { Tokenizer } from '../../library/checkpoints/index.ts'

const FRAMES = [
  'Yesterday {A} and {B} met at the {place}, and {S} handed the {thing} to',
  'While {A} and {B} were waiting near the {place}, {S} lent a {thing} to',
  'After {A} and {B} came back from the {place}, {S} sold an old {thing} to',
  'As soon as {A} and {B} had left the {place}, {S} threw the {thing} to',
]
const PLACES = ['station', 'museum', 'library', 'market', 'hospital', 'theater', 'garden', 'office']
const THINGS = ['book', 'key', 'hat', 'phone', 'watch', 'bag', 'letter', 'ring']
const NAMES = (
  'Mary John Tom James Sarah Emma Paul Anna Mark Laura David ' +
  'Peter Alice Robert Susan Simon Jane Henry Lucy George Kate'
).split(' ')

/** A prompt, the same with the indirect object in the place of the subject, and both answers. */
export interface IoiPrompt {
  readonly clean: readonly number[]
  readonly corrupted: readonly number[]
  /** The name that goes on `clean`, and that which goes on `corrupted`. */
  readonly answer: number
  readonly other: number
}

/** Prompts by frame, each of one length; half of them begin with the subject. */
export function ioiPrompts(
  tokenizer: Tokenizer,
  count: number,
  random: () => number,
): readonly (readonly IoiPrompt[])[] {
  const shuffle = shuffler(random)
  const single = (words: readonly string[]) =>
    words.filter((word) => tokenizer.encode(` ${word}`).length === 1)
  const [names, places, things] = [NAMES, PLACES, THINGS].map(single)
  return FRAMES.map((frame) =>
    Array.from({ length: count }, (_, at) => {
      const [io, subject] = shuffle([...names!]) as [string, string]
      const [first, second] = at % 2 === 0 ? [io, subject] : [subject, io]
      const [place] = shuffle([...places!])
      const [thing] = shuffle([...things!])
      const told = (giver: string) =>
        tokenizer.encode(
          frame
            .replace('{A}', first)
            .replace('{B}', second)
            .replace('{place}', place!)
            .replace('{thing}', thing!)
            .replace('{S}', giver),
        )
      return {
        clean: told(subject),
        corrupted: told(io),
        answer: tokenizer.encode(` ${io}`)[0]!,
        other: tokenizer.encode(` ${subject}`)[0]!,
      }
    }),
  )
}
