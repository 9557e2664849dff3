import type { Conversation } from '../conversation.ts'
import { tryParseJson } from '../pairs.ts'
import type { ChatCall, ChatItem } from './llama.ts'

/**
 * Gives a conversation as the chat of which the model writes the end. What it said between two
 * turns of the user is one item, with the outputs of its calls inside of it.
 */
export function historyOf({
  instructions,
  turns,
}: Pick<Conversation, 'instructions' | 'turns'>): ChatItem[] {
  const outputs = new Map(
    turns.flatMap((turn) => (turn.role === 'tool' ? [[turn.callId, turn.output] as const] : [])),
  )
  const items: ChatItem[] = instructions === '' ? [] : [{ type: 'system', text: instructions }]
  const saying = () => {
    const last = items.at(-1)
    if (last?.type === 'model') return last.response
    const response: (string | ChatCall)[] = []
    items.push({ type: 'model', response })
    return response
  }
  for (const turn of turns) {
    if (turn.role === 'user') items.push({ type: 'user', text: turn.text })
    if (turn.role !== 'assistant') continue
    const response = saying()
    if (turn.text !== '') response.push(turn.text)
    for (const { id, name, arguments: args } of turn.calls)
      response.push({
        type: 'functionCall',
        name,
        params: read(args),
        result: read(outputs.get(id) ?? ''),
      })
  }
  saying()
  return items
}

/** What is no JSON, as arguments that were cut off, is shown as text. */
const read = (text: string): unknown => tryParseJson(text) ?? text
