import { zodResponsesFunction, zodTextFormat } from 'openai/helpers/zod'
import { toResponseInputItems } from 'openai/lib/responses/ResponseInputItems'
import type {
  ResponseCreateParamsNonStreaming,
  ResponseInputItem,
  ResponseOutputItem,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses'
import { z } from 'zod'
import type { Message, ModelReply, ModelRequest } from '../model.ts'
import type { ModelSettings } from '../run-settings.ts'
import type { Api } from './api.ts'
import { Fault } from './fault.ts'
import { faultOfBody } from './fault-of.ts'
import { Count, readBody, wholeOf } from './read-body.ts'

const ResponsesBody = z.looseObject({
  status: z.string().nullish(),
  error: z.unknown().optional(),
  incomplete_details: z.looseObject({ reason: z.string().nullish() }).nullish(),
  output: z.array(z.looseObject({ type: z.string() })),
  usage: z
    .looseObject({
      input_tokens: Count,
      output_tokens: Count,
      input_tokens_details: z.looseObject({ cached_tokens: Count }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
})
const OutputMessage = z.looseObject({
  content: z.array(
    z.looseObject({
      type: z.string(),
      text: z.string().nullish(),
      refusal: z.string().nullish(),
    }),
  ),
})
const FunctionCall = z.looseObject({
  call_id: z.string(),
  name: z.string(),
  arguments: z.string(),
})

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
        if (!settings.stream) {
          return wholeOf(await client.responses.create(params, options).asResponse())
        }
        const { data, response } = await client.responses
          .create({ ...params, stream: true }, options)
          .withResponse()
        return { body: await lastOf(data), headers: response.headers }
      },
    }
  },

  read: (body) => readBody(ResponsesBody, body, replyOf),
}

function replyOf({
  status,
  error,
  output,
  usage,
  ...rest
}: z.infer<typeof ResponsesBody>): ModelReply {
  if (error) throw faultOfBody(error)
  if (status && status !== 'completed' && status !== 'incomplete')
    throw new Fault(`the response is ${status}`, { transient: true })
  if (output.length === 0 && status !== 'incomplete')
    throw new Fault('the response is empty', { transient: true })

  const ofType = (type: string) => output.filter((item) => item.type === type)
  const parts = ofType('message').flatMap((item) => OutputMessage.parse(item).content)
  const filtered = rest.incomplete_details?.reason === 'content_filter'
  const refusals = parts.flatMap(({ refusal }) => refusal ?? [])
  return {
    text: parts.map(({ type, text }) => (type === 'output_text' ? text : '')).join(''),
    calls: ofType('function_call').map((item) => {
      const call = FunctionCall.parse(item)
      return { id: call.call_id, name: call.name, arguments: call.arguments }
    }),
    refusal: refusals.join('\n') || (filtered ? 'stopped by the content filter' : null),
    truncated: status === 'incomplete' && !filtered,
    raw: output,
    tokens: {
      input: usage?.input_tokens ?? 0,
      cachedInput: usage?.input_tokens_details?.cached_tokens ?? 0,
      output: usage?.output_tokens ?? 0,
    },
  }
}

function responsesParams(
  { identity }: ModelSettings,
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
      ? { tools: request.tools.map((tool) => ({ ...zodResponsesFunction(tool) })) }
      : {}),
    ...(request.format
      ? { text: { format: { ...zodTextFormat(request.format.schema, request.format.name) } } }
      : {}),
  }
}

function inputOf(message: Message): ResponseInputItem[] {
  if (message.role === 'user') return [{ role: 'user', content: message.text }]
  if (message.role === 'tool')
    return [{ type: 'function_call_output', call_id: message.callId, output: message.output }]
  // The server keeps nothing: reasoning that is not shown to it is not there to be named.
  return toResponseInputItems(message.reply.raw as ResponseOutputItem[]).filter(
    (item) => item.type !== 'reasoning' || item.encrypted_content,
  )
}

/** The event that ends a stream holds the whole response. */
async function lastOf(events: AsyncIterable<ResponseStreamEvent>): Promise<unknown> {
  for await (const event of events)
    if (
      event.type === 'response.completed' ||
      event.type === 'response.incomplete' ||
      event.type === 'response.failed'
    )
      return event.response
  throw new Fault('the stream was cut short', { transient: true })
}
