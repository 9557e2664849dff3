import { type CaseState, readCase } from '../case.ts'
import type { Conversation, Reply } from '../conversation.ts'
import { induce } from '../induce.ts'
import { replay } from '../replay.ts'
import { type Said, sayAnswer, sayCall, sayInputs } from '../say.ts'

/** The queries that a box allows, as long as nobody says otherwise. */
const BUDGET = 5000

/**
 * Plays the embedded interpreter of the category: whatever that would ask next is the next experiment. Where it
 * may not ask on, it answers as it does with no query left, and from mere examples with the
 * simplest rule that fits them.
 */
export async function scientist(conversation: Conversation): Promise<Reply> {
  const state = readCase(conversation)
  const { category, pairs, budget, errors, synthesis } = state
  if (synthesis !== null && synthesis !== 'failed') return sayAnswer(conversation, synthesis)
  if (state.canSynthesize && synthesis === null)
    return sayCall('There is a program for this.', 'run_synthesis', {})
  const found = await replay(category, pairs, budget ?? BUDGET)
  if (found.status === 'answered') return sayAnswer(conversation, found.interpretation)
  if (state.canRun && !state.isLast && errors.length === 0)
    return sayInputs(conversation, found.inputs, 'The next experiment is to decide between rivals.')
  return sayAnswer(conversation, await conclude(state, found.asked))
}

/** Gives the best answer to what was asked so far. */
async function conclude({ category, pairs }: CaseState, asked: number): Promise<Said> {
  const found = asked > 0 ? await replay(category, pairs, asked) : null
  return found?.status === 'answered' ? found.interpretation : induce(category, pairs)
}
