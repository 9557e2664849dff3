/** What functions of words share that a model answers in place of what they are made of. */
import type { Answerer, Question, Questions } from '../contracts.ts'
import type { ModelReply, ModelRequest } from '../model.ts'

/** Nothing exact is known of it. */
export const solvingOf = ({ name }: Answerer) => ({
  inapplicable: `${name} answers the function, so that no answer is exact`,
})

/** A question as the model answers it; null where it can tell no choice apart. */
export type Settle = (question: Question) => Promise<Question | null>

/** The questions that are left once the model has said which choice is right. */
export async function settleAll(
  questions: readonly Question[],
  settle: Settle,
): Promise<readonly Question[]> {
  const settled = await Promise.all(questions.map(settle))
  return settled.filter((question) => question !== null)
}

/** The same, where there are any. */
export async function settledQuestions(
  questions: Questions,
  settle: Settle,
  { name }: Answerer,
): Promise<Questions> {
  if ('inapplicable' in questions) return questions
  const settled = await settleAll(questions, settle)
  return settled.length > 0
    ? settled
    : { inapplicable: `${name} tells no choice of any question apart` }
}

/** Asks about one thing. */
export const askAbout = (
  answerer: Answerer,
  text: string,
  about: Omit<ModelRequest, 'messages'>,
): Promise<ModelReply> => answerer.respond({ ...about, messages: [{ role: 'user', text }] })
