import type { Interpretation } from '../contracts.ts'
import type { AnswerForm, Model, ModelRequest } from '../model.ts'
import { answerSchema, type Dialect, howToAnswer, readAnswer } from './answer.ts'
import { askAndRepair } from './ask-and-repair.ts'
import { MalformedAnswer } from './model-error.ts'

/** What is asked; how to answer is added to the instructions, and need not be in them. */
export interface AskedFor<A extends Interpretation> extends Pick<
  ModelRequest,
  'prompt' | 'instructions' | 'messages'
> {
  /** The form of the answer: `codeForm('javascript')`, or that of a category's prompt. */
  readonly form: AnswerForm<A>
  /** `tools`: JSON, as structured output; `text`: bracketed sections of plain text. */
  readonly dialect?: Dialect
  /** What is wrong with an answer that can be read; null for nothing. Once it is told so. */
  readonly check?: (answer: A) => Promise<string | null>
}

/**
 * Asks a model for an interpretation, once. An answer that cannot be read,
 * or whose code does not run, gets one more turn, which quotes what is wrong with it.
 *
 * @throws MalformedAnswer where the second answer cannot be read either, or the model refuses.
 * @throws ModelError where the model gives no answer.
 */
export async function askForInterpretation<A extends Interpretation>(
  model: Model,
  { prompt, instructions, messages, form, dialect = 'tools', check }: AskedFor<A>,
): Promise<A> {
  const request: ModelRequest = {
    prompt,
    messages,
    instructions: `${instructions}\n\n${howToAnswer(form, dialect)}`,
    ...(dialect === 'tools' && { format: { name: 'interpretation', schema: answerSchema(form) } }),
  }
  return askAndRepair(model, request, async ({ text, truncated }, isLast) => {
    const answer = readAnswer(text, form, dialect, truncated)
    const wrong = isLast ? null : ((await check?.(answer)) ?? null)
    if (wrong !== null) throw new MalformedAnswer(wrong, text)
    return answer
  })
}
