import type { Interpretation, Model, ModelRequest } from '../contracts.ts'
import { Answer, type AnswerForm, howToAnswer, readAnswer } from './answer.ts'
import { askAndRepair } from './ask-and-repair.ts'

/** What is asked; how to answer is added to the instructions, and need not be in them. */
export type AskedFor = Pick<ModelRequest, 'prompt' | 'instructions' | 'messages'>

/**
 * Asks a model for an interpretation, once. An answer that cannot be read gets one more turn,
 * which quotes what is wrong with it.
 *
 * @param form `tools`: JSON, as structured output; `text`: bracketed sections of plain text.
 * @throws MalformedAnswer where the second answer cannot be read either, or the model refuses.
 * @throws ModelError where the model gives no answer.
 */
export async function askForInterpretation(
  model: Model,
  question: AskedFor,
  { dialect = 'tools', language = 'javascript' }: Partial<AnswerForm> = {},
): Promise<Interpretation> {
  const form = { dialect, language }
  const { prompt, messages } = question
  const request: ModelRequest = {
    prompt,
    messages,
    instructions: `${question.instructions}\n\n${howToAnswer(form)}`,
    ...(dialect === 'tools' && { format: { name: 'interpretation', schema: Answer } }),
  }
  return askAndRepair(model, request, ({ text, truncated }) => readAnswer(text, form, truncated))
}
