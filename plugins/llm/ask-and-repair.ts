import type { Message, Model, ModelReply, ModelRequest } from '../model.ts'
import { MalformedAnswer } from './model-error.ts'

/**
 * Asks a model, and reads its reply. One that cannot be read gets one more turn, which quotes what
 * is wrong with it; who refuses once would refuse again.
 *
 * @param read throws MalformedAnswer where it cannot; `isLast` where no turn comes after.
 * @throws MalformedAnswer where the second reply cannot be read either, or the model refuses.
 * @throws ModelError where the model gives no answer.
 */
export async function askAndRepair<T>(
  model: Model,
  request: ModelRequest,
  read: (reply: ModelReply, isLast: boolean) => T | Promise<T>,
): Promise<T> {
  const reply = await model.respond(request)
  checkRefusal(reply)
  try {
    return await read(reply, false)
  } catch (error) {
    if (!(error instanceof MalformedAnswer)) throw error
    const repair: readonly Message[] = [
      { role: 'assistant', reply },
      ...noTools(reply),
      { role: 'user', text: repairMessage(error) },
    ]
    const again = await model.respond({ ...request, messages: [...request.messages, ...repair] })
    checkRefusal(again)
    return read(again, true)
  }
}

/** What a model is told that calls tools where there are none: servers want an output for each call. */
export const noTools = ({ calls }: ModelReply): Message[] =>
  calls.map(({ id }) => ({ role: 'tool', callId: id, output: NO_TOOLS }))

const NO_TOOLS = JSON.stringify({ error: 'there are no tools here: write text, as you were told' })

/** What a model is told whose answer cannot be read, or its code not run. */
export const repairMessage = ({ message }: MalformedAnswer) =>
  `Your answer is not accepted: ${message}\nGive the whole answer again in the form you were told.`

/** @throws MalformedAnswer where the model refused: to ask again would not help. */
export function checkRefusal({ refusal }: ModelReply): void {
  if (refusal !== null) throw new MalformedAnswer('the model refused to answer', refusal)
}
