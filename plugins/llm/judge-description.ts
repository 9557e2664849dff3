import { z } from 'zod'
import type { Interpretation, Question, Score } from '../contracts.ts'
import type { Model, ModelEstimate, ModelRequest } from '../model.ts'
import { readJson } from './answer.ts'
import { askAndRepair } from './ask-and-repair.ts'
import { JUDGE_INSTRUCTIONS, JUDGE_PROMPT, judgeMessage } from './judge-prompt.ts'
import { MalformedAnswer, ModelError } from './model-error.ts'

const Choice = z.strictObject({ index: z.int().min(1).max(3) })

/**
 * FIND's unit test (arXiv 2309.03886, section 4): the share of the questions in which a judge
 * model, which sees of the interpretation what is language alone, picks the function's own
 * example. Chance is one of the choices.
 *
 * One question after the other, so that none is paid for once one has failed: a judge that gives
 * no answer, or none that can be read on its second try, leaves the description unscored. Rejects
 * only where the harness is at fault.
 */
export async function judgeDescription(
  interpretation: Interpretation,
  questions: readonly Question[],
  model: Model,
): Promise<Score> {
  let right = 0
  for (const [i, question] of questions.entries()) {
    const answer = await ask(judgeMessage(interpretation, question), model)
    if ('fault' in answer) {
      const number = `question ${i + 1} of ${questions.length}`
      return { status: 'unscored', reason: `the judge did not answer ${number}: ${answer.fault}` }
    }
    if (answer.index - 1 === question.right) right++
  }
  const detail = `${right} of ${questions.length}, chance 1/${questions[0]!.choices.length}`
  return { status: 'scored', value: right / questions.length, detail }
}

/** FIND's number of questions a unit test. */
const QUESTIONS = 10
/** Tokens of a description of some sentences with three examples, and of a number. */
const TOKENS = { message: 150, answer: 10 }
const CHARACTERS_PER_TOKEN = 4
/** Characters of an answer that is none, in the reason. */
const LONGEST = 200

/**
 * What the judge is likely to be asked of one function. A guess from the length of the prompt:
 * nothing is measured, and hidden reasoning is not in it.
 */
export function judgeEstimate(unitTests: number): ModelEstimate {
  const calls = unitTests * QUESTIONS
  const prompt = Math.ceil(JUDGE_INSTRUCTIONS.length / CHARACTERS_PER_TOKEN) + TOKENS.message
  const tokens = { inputTokens: calls * prompt, outputTokens: calls * TOKENS.answer }
  // Each question may be asked once more.
  return { calls, ...tokens, most: { conversations: calls, calls: 2, prompt } }
}

type Choosing = z.infer<typeof Choice> | { readonly fault: string }

async function ask(text: string, model: Model): Promise<Choosing> {
  const request: ModelRequest = {
    prompt: JUDGE_PROMPT,
    instructions: JUDGE_INSTRUCTIONS,
    messages: [{ role: 'user', text }],
    format: { name: 'choice', schema: Choice },
  }
  try {
    return await askAndRepair(model, request, (reply) => readJson(Choice, reply))
  } catch (error) {
    if (error instanceof ModelError) return { fault: error.message }
    if (error instanceof MalformedAnswer)
      return { fault: `${error.message}: ${error.raw.slice(0, LONGEST)}` }
    throw error
  }
}
