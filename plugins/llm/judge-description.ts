import { z } from 'zod'
import { QUESTIONS } from '../unit-test.ts'
import type {
  Category,
  Interpretation,
  Model,
  ModelEstimate,
  ModelReply,
  ModelRequest,
  Question,
  Score,
} from '../contracts.ts'
import { JUDGE_INSTRUCTIONS, JUDGE_PROMPT, judgeMessage } from './judge-prompt.ts'
import { ModelError } from './model-error.ts'
import { visible } from '../visible.ts'

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
export async function judgeDescription<C extends Category>(
  interpretation: Interpretation,
  questions: readonly Question<C>[],
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

/** Of a description of some sentences with three examples, and of a number. */
const TOKENS = { message: 150, answer: 10 }
const CHARACTERS_PER_TOKEN = 4

/**
 * What the judge is likely to be asked of one function. A guess from the length of the prompt:
 * nothing is measured, and hidden reasoning is not in it.
 */
export function judgeEstimate(unitTests: number): ModelEstimate {
  const calls = unitTests * QUESTIONS
  const prompt = Math.ceil(JUDGE_INSTRUCTIONS.length / CHARACTERS_PER_TOKEN) + TOKENS.message
  return { calls, inputTokens: calls * prompt, outputTokens: calls * TOKENS.answer }
}

type Answer = z.infer<typeof Choice> | { readonly fault: string }

async function ask(text: string, model: Model): Promise<Answer> {
  const request: ModelRequest = {
    prompt: JUDGE_PROMPT,
    instructions: JUDGE_INSTRUCTIONS,
    messages: [{ role: 'user', text }],
    format: { name: 'choice', schema: Choice },
  }
  try {
    const reply = await model.respond(request)
    const answer = read(reply)
    // Who refuses once would refuse again.
    if (!('fault' in answer) || reply.refusal !== null) return answer
    const repair = `Your answer could not be read: ${answer.fault}\nAnswer with {"index": 1}, {"index": 2} or {"index": 3} and nothing else.`
    const messages = [
      ...request.messages,
      { role: 'assistant' as const, reply },
      { role: 'user' as const, text: repair },
    ]
    return read(await model.respond({ ...request, messages }))
  } catch (error) {
    if (error instanceof ModelError) return { fault: error.message }
    throw error
  }
}

function read({ text, refusal, truncated }: ModelReply): Answer {
  if (refusal !== null) return { fault: visible(`it refused: ${refusal}`) }
  const json = z.string().pipe(parsedJson).pipe(Choice).safeParse(text)
  if (json.success) return json.data
  const cut = truncated ? 'cut off at the limit of output tokens; ' : ''
  return { fault: visible(cut + z.prettifyError(json.error)) }
}

const parsedJson = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: String(error) })
    return z.NEVER
  }
})
