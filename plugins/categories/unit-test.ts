/**
 * What FIND's unit test of descriptions (arXiv 2309.03886, section 4) is made of in every category:
 * ten questions of three examples with different inputs, one of them the function's own.
 */
import { shuffle } from 'simple-statistics'
import type { Category, Question, Random } from '../contracts.ts'

export const QUESTIONS = 10
export const CHOICES = 3
/** How often a question is drawn before there counts as being none. */
const DRAWS = 50

export type Example<C extends Category> = Question<C>['choices'][number]

/** A question before its order: an example of the function, and two that it contradicts. */
export interface Draft<C extends Category> {
  readonly own: Example<C>
  readonly others: readonly [Example<C>, Example<C>]
}

/** Draws one; null where this draw gave none. */
export type Drafting<C extends Category> = () => Draft<C> | null

/**
 * Ten questions with as many of one kind as of another, in an order in which each position is
 * right three or four times, so that a judge that always names the same one scores about chance.
 * No input is the function's own twice.
 *
 * A kind of which none can be drawn leaves its questions to the others; where none is left, there
 * is no unit test of the function.
 */
export function drawQuestions<C extends Category>(
  kinds: readonly Drafting<C>[],
  random: Random,
): readonly Question<C>[] | null {
  const asked = new Set<unknown>()
  const left = [...kinds]
  const drafts: Draft<C>[] = []
  while (drafts.length < QUESTIONS) {
    const kind = drafts.length % left.length
    const drafting = left[kind]
    if (!drafting) return null
    const draft = firstValid(drafting, asked)
    if (draft) {
      asked.add(draft.own.input)
      drafts.push(draft)
    } else left.splice(kind, 1)
  }
  const positions = balancedPositions(random)
  return shuffle(drafts, random).map(({ own, others }, i) => {
    const right = positions[i]!
    return { choices: shuffle([...others], random).toSpliced(right, 0, own), right }
  })
}

function firstValid<C extends Category>(
  drafting: Drafting<C>,
  asked: ReadonlySet<unknown>,
): Draft<C> | null {
  for (let i = 0; i < DRAWS; i++) {
    const draft = drafting()
    if (!draft || asked.has(draft.own.input)) continue
    const inputs = new Set([draft.own, ...draft.others].map(({ input }) => input))
    if (inputs.size === CHOICES) return draft
  }
  return null
}

/** Each position as often as any other, or once more. */
function balancedPositions(random: Random): number[] {
  const order = shuffle(
    Array.from({ length: CHOICES }, (_, i) => i),
    random,
  )
  return shuffle(
    Array.from({ length: QUESTIONS }, (_, i) => order[i % CHOICES]!),
    random,
  )
}
