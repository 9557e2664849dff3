/**
 * What FIND's unit test of descriptions (arXiv 2309.03886, section 4) is made of in every category:
 * ten questions of three examples with different inputs, one of them the function's own.
 */
import { shuffle } from 'simple-statistics'
import type { Json, Question, Random } from '../contracts.ts'
import { jsonKey } from '../utils/json.ts'

export const QUESTIONS = 10
export const CHOICES = 3
/** How often a question is drawn before there counts as being none. */
const DRAWS = 50

export interface Example<Input extends Json, Output extends Json> {
  readonly input: Input
  readonly output: Output
}

/** A question before its order: an example of the function, and two that it contradicts. */
export interface Draft<Input extends Json, Output extends Json> {
  readonly own: Example<Input, Output>
  readonly others: readonly [Example<Input, Output>, Example<Input, Output>]
}

/** Draws one; null where this draw gave none. */
export type Drafting<Input extends Json, Output extends Json> = () => Draft<Input, Output> | null

/**
 * Ten questions with as many of one kind as of another, in an order in which each position is
 * right three or four times, so that a judge that always names the same one scores about chance.
 * No input is the function's own twice.
 *
 * A kind of which none can be drawn leaves its questions to the others; where none is left, there
 * is no unit test of the function.
 */
export function drawQuestions<Input extends Json, Output extends Json>(
  kinds: readonly Drafting<Input, Output>[],
  random: Random,
): readonly Question[] | null {
  const asked = new Set<Json>()
  const left = [...kinds]
  const drafts: Draft<Input, Output>[] = []
  while (drafts.length < QUESTIONS) {
    const kind = drafts.length % left.length
    const drafting = left[kind]
    if (!drafting) return null
    const draft = firstValid(drafting, asked)
    if (draft) {
      asked.add(jsonKey(draft.own.input))
      drafts.push(draft)
    } else left.splice(kind, 1)
  }
  const positions = balancedPositions(random)
  return shuffle(drafts, random).map(({ own, others }, i) => {
    const right = positions[i]!
    return { choices: shuffle([...others], random).toSpliced(right, 0, own), right }
  })
}

function firstValid<Input extends Json, Output extends Json>(
  drafting: Drafting<Input, Output>,
  asked: ReadonlySet<Json>,
): Draft<Input, Output> | null {
  for (let i = 0; i < DRAWS; i++) {
    const draft = drafting()
    if (!draft || asked.has(jsonKey(draft.own.input))) continue
    const inputs = new Set([draft.own, ...draft.others].map(({ input }) => jsonKey(input)))
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
