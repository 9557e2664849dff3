import { zodResponsesFunction, zodTextFormat } from 'openai/helpers/zod'
import { toResponseInputItems } from 'openai/lib/responses/ResponseInputItems'
import type {
  ResponseCreateParamsNonStreaming,
  ResponseInputItem,
  ResponseOutputItem,
} from 'openai/resources/responses/responses'
import { z } from 'zod'
import type { Message, ModelReply, ModelRequest } from '../model.ts'
import type { ModelSettings } from '../run-settings.ts'
import type { Api } from './api.ts'
import { Fault } from './fault.ts'
import { faultOfBody } from './fault-of.ts'
import { replayable } from './lenient.ts'
import { Arguments, callId, Count, readBody, Text, wholeOf } from './read-body.ts'

const Usage = z
  .looseObject({
    input_tokens: Count,
    output_tokens: Count,
    input_tokens_details: z.looseObject({ cached_tokens: Count }).nullish().catch(null),
  })
  .nullish()
  .catch(null)
const ResponsesBody = z.looseObject({
  id: z.unknown().optional(),
  status: z.string().nullish(),
  error: z.unknown().optional(),
  incomplete_details: z.looseObject({ reason: z.string().nullish() }).nullish(),
  output: z.array(z.looseObject({ type: z.string() })),
  usage: Usage,
})
const OutputMessage = z.looseObject({
  content: z.union([
    z.array(
      z.looseObject({
        type: z.string(),
        text: z.string().nullish(),
        refusal: z.string().nullish(),
      }),
    ),
    Text.transform((text) => [
      { type: 'output_text', text, refusal: undefined, annotations: [] as const },
    ]),
  ]),
})
const FunctionCall = z.looseObject({
  id: z.string().nullish().catch(null),
  call_id: z.string().nullish().catch(null),
  name: z.string(),
  arguments: Arguments,
})
/** What tells a whole answer, of whatever shape, from a server in trouble. */
const Answered = z.looseObject({ output: z.array(z.unknown()).catch([]), usage: Usage })

/**
 * OpenAI's Responses API, without state on the server: each turn shows again what the model put
 * out before, its reasoning included, in encrypted form.
 */
export const responsesApi: Api = {
  prepare(settings, request) {
    const params = responsesParams(settings, request)
    return {
      params,
      async send(client, options) {
        const streamed = settings.stream && { stream: true as const }
        const response = await client.responses
          .create({ ...params, ...streamed }, options)
          .asResponse()
        return wholeOf(response, settings.stream, lastOf)
      },
    }
  },

  read: (body) => readBody(ResponsesBody, body, replyOf, paidFor),
}

function paidFor(body: unknown): ModelReply['tokens'] | null {
  const { output, usage } = Answered.safeParse(body).data ?? { output: [], usage: null }
  const tokens = tokensOf(usage)
  return output.length > 0 || tokens.output > 0 ? tokens : null
}

const tokensOf = (usage: z.infer<typeof Usage>): ModelReply['tokens'] => ({
  input: usage?.input_tokens ?? 0,
  cachedInput: usage?.input_tokens_details?.cached_tokens ?? 0,
  output: usage?.output_tokens ?? 0,
})

function replyOf({
  id,
  status,
  error,
  output,
  usage,
  ...rest
}: z.infer<typeof ResponsesBody>): ModelReply {
  if (error) throw faultOfBody(error)
  if (status === 'failed' || status === 'cancelled')
    throw new Fault(`the response is ${status}`, { transient: true })
  const tokens = tokensOf(usage)
  if (output.length === 0 && status !== 'incomplete') {
    const paid = tokens.output > 0 ? tokens : null
    const state = status && status !== 'completed' ? status : 'empty'
    throw new Fault(`the response is ${state}`, { transient: paid === null, paid })
  }
  const messages = new Map<object, z.infer<typeof OutputMessage>>()
  const calls = new Map<object, z.infer<typeof FunctionCall> & { readonly call_id: string }>()
  for (const [i, item] of output.entries()) {
    if (item.type === 'message') messages.set(item, OutputMessage.parse(item))
    if (item.type !== 'function_call') continue
    const call = FunctionCall.parse(item)
    calls.set(item, { ...call, call_id: call.call_id || call.id || callId(id, item, i) })
  }
  const parts = [...messages.values()].flatMap(({ content }) => content)
  const filtered = rest.incomplete_details?.reason === 'content_filter'
  const refusals = parts.flatMap(({ refusal }) => refusal ?? [])
  return {
    text: parts.map(({ type, text }) => (type === 'output_text' ? text : '')).join(''),
    calls: [...calls.values()].map((call) => ({
      id: call.call_id,
      name: call.name,
      arguments: call.arguments,
    })),
    refusal: refusals.join('\n') || (filtered ? 'stopped by the content filter' : null),
    truncated: status === 'incomplete' && !filtered,
    raw: output.map((item) => messages.get(item) ?? calls.get(item) ?? item),
    tokens,
  }
}

function responsesParams(
  { identity, strict }: ModelSettings,
  request: ModelRequest,
): ResponseCreateParamsNonStreaming {
  const { name, effort, temperature, maxOutputTokens } = identity
  return {
    model: name,
    instructions: request.instructions,
    input: request.messages.flatMap(inputOf),
    max_output_tokens: maxOutputTokens,
    store: false,
    ...(temperature === null ? {} : { temperature }),
    ...(effort === null ? {} : { reasoning: { effort } }),
    // Models that do not reason refuse to be asked for it.
    ...(effort === null || effort === 'none' ? {} : { include: ['reasoning.encrypted_content'] }),
    ...(request.tools
      ? { tools: request.tools.map((tool) => ({ ...zodResponsesFunction(tool), strict })) }
      : {}),
    ...(request.format
      ? {
          text: {
            format: { ...zodTextFormat(request.format.schema, request.format.name), strict },
          },
        }
      : {}),
  }
}

function inputOf(message: Message): ResponseInputItem[] {
  if (message.role === 'user') return [{ role: 'user', content: message.text }]
  if (message.role === 'tool')
    return [{ type: 'function_call_output', call_id: message.callId, output: message.output }]
  return (message.reply.raw as ResponseOutputItem[]).flatMap(shownAgain)
}

/** An item as the server takes it back; none of a kind that the SDK does not know. */
function shownAgain(item: ResponseOutputItem): ResponseInputItem[] {
  // The server keeps nothing: reasoning that is not shown to it is not there to be named.
  if (item.type === 'reasoning' && !item.encrypted_content) return []
  if (item.type === 'function_call') {
    const call = { ...item, arguments: replayable(item.arguments) }
    return toResponseInputItems([call])
  }
  try {
    return toResponseInputItems([item])
  } catch {
    return []
  }
}

const LastEvent = z.looseObject({
  type: z.enum(['response.completed', 'response.incomplete', 'response.failed']),
  response: z.unknown(),
})

/** The event that ends a stream holds the whole response. */
async function lastOf(events: AsyncIterable<unknown>): Promise<unknown> {
  for await (const event of events) {
    const last = LastEvent.safeParse(event)
    if (last.success) return last.data.response
  }
  throw new Fault('the stream was cut short', { transient: true })
}
