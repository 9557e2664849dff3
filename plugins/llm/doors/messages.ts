import { z } from 'zod'
import type { Message, ModelReply } from '../../model.ts'
import { Fault } from '../fault.ts'
import { faultOfBody } from '../fault-of.ts'
import { Count } from '../read-body.ts'
import { repeated, shown, type Speech, toolsWhere, user } from './speech.ts'

const Block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  input: z.unknown().optional(),
  tool_use_id: z.string().optional(),
  content: z.unknown().optional(),
})
type Block = z.infer<typeof Block>

const Content = z.union([
  z.string().transform((text): Block[] => [{ type: 'text', text }]),
  z.array(Block),
])

const Request = z.looseObject({
  system: Content.default([]),
  messages: z.array(z.looseObject({ role: z.string(), content: Content })),
  tools: z
    .array(z.looseObject({ name: z.string(), description: z.string().default('') }))
    .default([]),
})

const Tokens = z.looseObject({
  input_tokens: Count.default(0),
  cache_creation_input_tokens: Count.default(0),
  cache_read_input_tokens: Count.default(0),
  output_tokens: Count.default(0),
})

const Reply = z.looseObject({
  content: z.array(Block),
  stop_reason: z.string().nullish(),
  usage: Tokens.optional(),
})

const Event = z.looseObject({
  type: z.string(),
  index: z.int().nonnegative().optional(),
  message: z.looseObject({ usage: z.looseObject({}).optional() }).optional(),
  content_block: Block.optional(),
  delta: z
    .looseObject({
      text: z.string().optional(),
      partial_json: z.string().optional(),
      stop_reason: z.string().nullish(),
    })
    .optional(),
  usage: z.looseObject({}).optional(),
  error: z.unknown().optional(),
})

/** Anthropic's Messages API. */
export const messages: Speech = {
  path: /^\/v1\/messages(?:\?beta=true)?$/,
  key: (key) => ['x-api-key', key],
  ofModel: ({ path, body }, model) => ({
    path,
    body: {
      ...body,
      model,
      mcp_servers: undefined,
      ...toolsWhere(body, ({ type }) => type == null || OWN.test(type)),
    },
  }),

  heard(body) {
    const { system, messages: said, tools } = Request.parse(body)
    return {
      instructions: textOf(system),
      messages: said.flatMap(({ role, content }) =>
        role === 'assistant' ? [repeated(textOf(content), callsOf(content))] : heardOf(content),
      ),
      tools,
    }
  },

  async said(events) {
    const [first] = events
    const whole = Reply.safeParse(first)
    return replyOf(whole.success ? whole.data : gather(events))
  },
}

/** Types of tools that whoever asks performs, not the server. */
const OWN = /^(?:custom|bash_|text_editor_|memory_|computer_)/

function gather(events: readonly unknown[]): z.infer<typeof Reply> {
  const content: Block[] = []
  const written: string[] = []
  let usage = {}
  let reason: string | null = null
  let ended = false
  for (const one of events) {
    const event = Event.safeParse(one).data
    if (!event) continue
    if (event.type === 'error') throw faultOfBody(event.error)
    const { index = 0, content_block: block, delta } = event
    if (block) content[index] = { ...block }
    const own = content[index]
    if (own && delta?.text !== undefined) own.text = (own.text ?? '') + delta.text
    if (delta?.partial_json !== undefined)
      written[index] = (written[index] ?? '') + delta.partial_json
    usage = { ...usage, ...event.message?.usage, ...event.usage }
    reason = delta?.stop_reason ?? reason
    ended ||= event.type === 'message_stop'
  }
  if (!ended) throw new Fault('the stream was cut short', { transient: true })
  for (const [index, text] of written.entries())
    if (content[index] && text) content[index].input = text
  return Reply.parse({ content: content.filter(Boolean), stop_reason: reason, usage })
}

function replyOf({ content, stop_reason: reason, usage }: z.infer<typeof Reply>): ModelReply {
  const { input_tokens: plain, output_tokens: output, ...cache } = Tokens.parse(usage ?? {})
  const cachedInput = cache.cache_read_input_tokens
  return {
    text: textOf(content),
    calls: callsOf(content),
    refusal: reason === 'refusal' ? 'the model refused' : null,
    truncated: reason === 'max_tokens',
    raw: null,
    tokens: { input: plain + cachedInput + cache.cache_creation_input_tokens, cachedInput, output },
  }
}

const textOf = (content: readonly Block[]) =>
  content.flatMap(({ type, text }) => (type === 'text' && text ? [text] : [])).join('\n')

const callsOf = (content: readonly Block[]) =>
  content
    .filter(({ type }) => type === 'tool_use')
    .map(({ id = '', name = '', input }) => ({ id, name, arguments: shown(input) }))

function heardOf(content: readonly Block[]): Message[] {
  return content.flatMap((block): Message[] => {
    if (block.type === 'text') return user(block.text ?? '')
    if (block.type !== 'tool_result') return user(`(${block.type})`)
    const parsed = Content.safeParse(block.content)
    const output = parsed.success ? textOf(parsed.data) : shown(block.content)
    return [{ role: 'tool', callId: block.tool_use_id ?? '', output }]
  })
}
