import type { Interpretation, Model, ModelReply, ModelRequest } from '../contracts.ts'
import {
  Answer,
  type AnswerForm,
  checkRefusal,
  howToAnswer,
  readJsonAnswer,
  readSections,
  repairMessage,
} from './answer.ts'
import { MalformedAnswer } from './model-error.ts'

/** What is asked; how to answer is added to the instructions, and need not be in them. */
export type Question = Pick<ModelRequest, 'prompt' | 'instructions' | 'messages'>

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
  question: Question,
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
  const reply = await model.respond(request)
  checkRefusal(reply)
  try {
    return read(reply, form)
  } catch (error) {
    if (!(error instanceof MalformedAnswer)) throw error
    const again = await model.respond({
      ...request,
      messages: [
        ...messages,
        { role: 'assistant', reply },
        { role: 'user', text: repairMessage(error) },
      ],
    })
    checkRefusal(again)
    return read(again, form)
  }
}

function read({ text, truncated }: ModelReply, form: AnswerForm): Interpretation {
  return (form.dialect === 'tools' ? readJsonAnswer : readSections)(text, form, truncated)
}
