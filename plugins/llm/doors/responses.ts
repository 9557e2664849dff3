import { z } from 'zod'
import type { Message } from '../../model.ts'
import { Fault } from '../fault.ts'
import { responsesApi } from '../responses-api.ts'
import { bearer, repeated, shown, type Speech, toolsWhere, user } from './speech.ts'

const Parts = z.union([
  z.string().transform((text) => [{ text }]),
  z.array(z.looseObject({ text: z.string().optional() })),
])
const Item = z.looseObject({
  type: z.string().default('message'),
  role: z.string().optional(),
  content: Parts.nullish().catch(null),
  call_id: z.string().optional(),
  name: z.string().optional(),
  arguments: z.string().optional(),
  output: z.unknown().optional(),
})
const Request = z.looseObject({
  instructions: z.string().nullish(),
  input: z.union([z.string(), z.array(Item)]),
  tools: z
    .array(z.looseObject({ name: z.string().optional(), description: z.string().optional() }))
    .default([]),
})
const Event = z.looseObject({
  type: z.string(),
  item: z.unknown().optional(),
  response: z.looseObject({ output: z.array(z.unknown()).optional() }).optional(),
})

/** OpenAI's Responses API. */
export const responses: Speech = {
  path: /^\/responses$/,
  key: bearer,
  ofModel: ({ path, body }, model) => ({
    path,
    body: { ...body, model, ...toolsWhere(body, ({ type }) => OWN.has(type ?? '')) },
  }),

  heard(body) {
    const { instructions, input, tools } = Request.parse(body)
    const items = typeof input === 'string' ? [] : input
    const told = items.filter(({ role }) => role === 'developer' || role === 'system')
    return {
      instructions: [instructions ?? '', ...told.map(textOf)].filter(Boolean).join('\n\n'),
      messages: typeof input === 'string' ? user(input) : items.flatMap(messagesOf),
      tools: tools.map(({ name = '', description = '' }) => ({ name, description })),
    }
  },

  async said(events) {
    const parsed = events.map((one) => Event.safeParse(one).data)
    const end = parsed.find((event) => ENDS.has(event?.type ?? ''))
    if (!end) {
      if (events.length === 1 && !parsed[0]) return responsesApi.read(events[0])
      throw new Fault('the stream was cut short', { transient: true })
    }
    // Some servers show their items as they come, and not again at the end.
    const items = parsed.flatMap((event) =>
      event?.type === 'response.output_item.done' ? [event.item] : [],
    )
    const { response } = end
    return responsesApi.read(response?.output?.length ? response : { ...response, output: items })
  },
}

/** Types of tools that whoever asks performs, not the server. */
const OWN = new Set(['function', 'custom', 'namespace', 'local_shell', 'shell', 'apply_patch'])

const ENDS = new Set(['response.completed', 'response.incomplete', 'response.failed'])

type Item = z.infer<typeof Item>

const textOf = ({ content }: Item) =>
  (content ?? []).flatMap(({ text }) => (text ? [text] : [])).join('\n')

function messagesOf(item: Item): Message[] {
  const { type, role, call_id: callId = '', name = type, arguments: args, output } = item
  if (role === 'developer' || role === 'system') return []
  if (type === 'message')
    return role === 'assistant' ? [repeated(textOf(item), [])] : user(textOf(item))
  if (type.endsWith('_call_output')) return [{ role: 'tool', callId, output: outputOf(output) }]
  if (type.endsWith('_call'))
    return [repeated('', [{ id: callId, name, arguments: args ?? shown(item['input']) }])]
  // Reasoning is encrypted.
  return []
}

function outputOf(output: unknown): string {
  const parts = Parts.safeParse(output)
  return parts.success ? parts.data.map(({ text }) => text ?? '').join('\n') : shown(output)
}
