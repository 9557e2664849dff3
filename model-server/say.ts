/** The replies of personas, in the dialect of the conversation. */
import type { FunctionAnswer } from '../plugins/categories/functions.ts'
import { type Conversation, EMPTY_REPLY, offers, type Reply } from './conversation.ts'
import type { Value } from './pairs.ts'

export const sayText = (thought: string, text: string): Reply => ({
  ...EMPTY_REPLY,
  thought,
  text,
})

export const sayCall = (thought: string, name: string, args: object): Reply => ({
  ...EMPTY_REPLY,
  thought,
  calls: [{ name, arguments: JSON.stringify(args) }],
})

/** So many inputs are asked for at a time; interpreters refuse much longer lists. */
const MOST = { number: 1000, string: 50 }

export function sayInputs(
  conversation: Conversation,
  inputs: readonly Value[],
  thought: string,
): Reply {
  const most = MOST[typeof inputs[0] === 'string' ? 'string' : 'number']
  const lists = Array.from({ length: Math.ceil(inputs.length / most) }, (_, i) =>
    inputs.slice(i * most, (i + 1) * most),
  )
  if (!offers(conversation, 'query'))
    return sayText(
      thought,
      [thought, ...lists.map((list) => `[RUN] ${JSON.stringify(list)}`)].join('\n'),
    )
  const calls = lists.flatMap((list) => sayCall(thought, 'query', { inputs: list }).calls)
  return { ...EMPTY_REPLY, thought, calls }
}

export function sayAnswer(
  conversation: Conversation,
  { description, domain, confidence, code }: FunctionAnswer,
): Reply {
  const thought = 'This explains what was seen.'
  const answer = { description, domain, confidence: confidence ?? null, code: code?.source ?? null }
  if (offers(conversation, 'submit')) return sayCall(thought, 'submit', answer)
  if (conversation.format !== null) return sayText(thought, JSON.stringify(answer))
  const source = ['```js', answer.code ?? '', '```'].join('\n')
  return sayText(
    thought,
    [
      `[DESCRIPTION]: ${description}`,
      `[DOMAIN]: ${domain ?? 'none'}`,
      ...(confidence === undefined ? [] : [`[CONFIDENCE]: ${confidence}`]),
      `[CODE]:\n${source}`,
    ].join('\n'),
  )
}
