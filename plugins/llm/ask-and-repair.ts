import type { Model, ModelReply, ModelRequest } from '../model.ts'
import { MalformedAnswer } from './model-error.ts'

/**
 * Asks a model, and reads its reply. One that cannot be read gets one more turn, which quotes what
 * is wrong with it; who refuses once would refuse again.
 *
 * @param read throws MalformedAnswer where it cannot.
 * @throws MalformedAnswer where the second reply cannot be read either, or the model refuses.
 * @throws ModelError where the model gives no answer.
 */
export async function askAndRepair<T>(
  model: Model,
  request: ModelRequest,
  read: (reply: ModelReply) => T,
): Promise<T> {
  const reply = await model.respond(request)
  checkRefusal(reply)
  try {
    return read(reply)
  } catch (error) {
    if (!(error instanceof MalformedAnswer)) throw error
    const repair = [
      { role: 'assistant', reply },
      { role: 'user', text: repairMessage(error) },
    ] as const
    const again = await model.respond({ ...request, messages: [...request.messages, ...repair] })
    checkRefusal(again)
    return read(again)
  }
}

/** What a model is told whose answer could not be read. */
export const repairMessage = ({ message }: MalformedAnswer) =>
  `Your answer could not be read: ${message}\nGive the whole answer again in the form you were told.`

/** @throws MalformedAnswer where the model refused: to ask again would not help. */
export function checkRefusal({ refusal }: ModelReply): void {
  if (refusal !== null) throw new MalformedAnswer('the model refused to answer', refusal)
}
