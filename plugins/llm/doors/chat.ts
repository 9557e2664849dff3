import { z } from 'zod'
import type { Message } from '../../model.ts'
import { chatApi } from '../chat-api.ts'
import { gatherChat } from '../gather-chat.ts'
import { bearer, repeated, type Speech, toolsWhere, user } from './speech.ts'

const Text = z.union([
  z.string(),
  z
    .array(z.looseObject({ text: z.string().optional() }))
    .transform((parts) => parts.map(({ text }) => text ?? '').join('\n')),
])
const Request = z.looseObject({
  messages: z.array(
    z.looseObject({
      role: z.string(),
      content: Text.nullish(),
      tool_call_id: z.string().optional(),
      tool_calls: z
        .array(
          z.looseObject({
            id: z.string(),
            function: z.looseObject({ name: z.string(), arguments: z.string() }),
          }),
        )
        .nullish(),
    }),
  ),
  tools: z
    .array(
      z.looseObject({
        function: z.looseObject({ name: z.string(), description: z.string().default('') }),
      }),
    )
    .default([]),
})
const isTold = ({ role }: Said) => role === 'system' || role === 'developer'
type Said = z.infer<typeof Request>['messages'][number]

/** The Chat Completions API. */
export const chat: Speech = {
  path: /^\/chat\/completions$/,
  key: bearer,
  ofModel: ({ path, body }, model) => ({
    path,
    body: {
      ...body,
      model,
      web_search_options: undefined,
      ...toolsWhere(body, ({ type }) => type === 'function' || type === 'custom'),
      // What is not counted cannot be kept within a budget.
      ...(body['stream'] === true ? { stream_options: { include_usage: true } } : {}),
    },
  }),

  heard(body) {
    const { messages, tools } = Request.parse(body)
    return {
      instructions: messages
        .filter(isTold)
        .map(({ content }) => content ?? '')
        .join('\n\n'),
      messages: messages.filter((one) => !isTold(one)).flatMap(messagesOf),
      tools: tools.map((tool) => tool.function),
    }
  },

  async said(events) {
    const [first] = events
    if (z.looseObject({ object: z.literal('chat.completion') }).safeParse(first).success)
      return chatApi.read(first)
    return chatApi.read(await gatherChat(each(events)))
  },
}

async function* each(events: readonly unknown[]) {
  yield* events
}

function messagesOf({ role, content, tool_call_id: callId, tool_calls: calls }: Said): Message[] {
  if (role === 'tool') return [{ role, callId: callId ?? '', output: content ?? '' }]
  if (role !== 'assistant') return user(content ?? '')
  const made = (calls ?? []).map(({ id, function: called }) => ({
    id,
    name: called.name,
    arguments: called.arguments,
  }))
  return [repeated(content ?? '', made)]
}
