import { ChatCompletionStream } from 'openai/lib/ChatCompletionStream'
import { zodFunction, zodResponseFormat } from 'openai/helpers/zod'
import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'
import { z } from 'zod'
import type { Message, ModelReply, ModelRequest } from '../model.ts'
import type { ModelSettings } from '../run-settings.ts'
import type { Api } from './api.ts'
import { Fault } from './fault.ts'
import { faultOfBody } from './fault-of.ts'
import { isOpenAI } from './model-settings.ts'
import { Count, readBody, wholeOf } from './read-body.ts'

const AssistantMessage = z.looseObject({
  content: z.string().nullish(),
  refusal: z.string().nullish(),
  tool_calls: z
    .array(
      z.looseObject({
        id: z.string(),
        function: z.looseObject({ name: z.string(), arguments: z.string() }),
      }),
    )
    .nullish(),
})
const ChatBody = z.looseObject({
  error: z.unknown().optional(),
  choices: z.array(
    z.looseObject({
      finish_reason: z.string().nullish(),
      message: AssistantMessage,
      error: z.unknown().optional(),
    }),
  ),
  usage: z
    .looseObject({
      prompt_tokens: Count,
      completion_tokens: Count,
      prompt_tokens_details: z.looseObject({ cached_tokens: Count }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
})

/** The Chat Completions API, as OpenAI and all servers compatible with it speak it. */
export const chatApi: Api = {
  prepare(settings, request) {
    const params = chatParams(settings, request)
    return {
      params,
      async send(client, options) {
        if (!settings.stream) {
          return wholeOf(await client.chat.completions.create(params, options).asResponse())
        }
        const { data, response } = await client.chat.completions
          .create({ ...params, stream: true, stream_options: { include_usage: true } }, options)
          .withResponse()
        // Apart from the request: told of it, the helper would throw a paid answer away where
        // that is cut off at the limit of tokens, or no JSON.
        const stream = ChatCompletionStream.fromReadableStream(data.toReadableStream())
        return { body: await stream.finalChatCompletion(), headers: response.headers }
      },
    }
  },

  read: (body) => readBody(ChatBody, body, replyOf),
}

function replyOf({ error, choices, usage }: z.infer<typeof ChatBody>): ModelReply {
  if (error) throw faultOfBody(error)
  const [choice] = choices
  if (!choice) throw new Fault('the response is empty', { transient: true })
  if (choice.error) throw faultOfBody(choice.error)
  const { message, finish_reason: reason } = choice
  const filtered = reason === 'content_filter' ? 'stopped by the content filter' : null
  return {
    text: message.content ?? '',
    calls: (message.tool_calls ?? []).map((call) => ({
      id: call.id,
      name: call.function.name,
      arguments: call.function.arguments,
    })),
    refusal: message.refusal || filtered,
    truncated: reason === 'length',
    raw: message,
    tokens: {
      input: usage?.prompt_tokens ?? 0,
      cachedInput: usage?.prompt_tokens_details?.cached_tokens ?? 0,
      output: usage?.completion_tokens ?? 0,
    },
  }
}

function chatParams(
  { identity, baseURL }: ModelSettings,
  request: ModelRequest,
): ChatCompletionCreateParamsNonStreaming {
  const { name, effort, temperature, maxOutputTokens } = identity
  return {
    model: name,
    messages: [
      { role: 'system', content: request.instructions },
      ...request.messages.map(messageOf),
    ],
    // Compatible servers know the older name, and ignore what they do not know.
    ...(isOpenAI(baseURL)
      ? { max_completion_tokens: maxOutputTokens, store: false }
      : { max_tokens: maxOutputTokens }),
    ...(temperature === null ? {} : { temperature }),
    ...(effort === null ? {} : { reasoning_effort: effort }),
    ...(request.tools ? { tools: request.tools.map((tool) => ({ ...zodFunction(tool) })) } : {}),
    ...(request.format
      ? { response_format: { ...zodResponseFormat(request.format.schema, request.format.name) } }
      : {}),
  }
}

function messageOf(message: Message): ChatCompletionMessageParam {
  if (message.role === 'user') return { role: 'user', content: message.text }
  if (message.role === 'tool')
    return { role: 'tool', tool_call_id: message.callId, content: message.output }
  return echoOf(AssistantMessage.parse(message.reply.raw))
}

/** The model's own message without the fields that servers do not take back. */
function echoOf(reply: z.infer<typeof AssistantMessage>): ChatCompletionMessageParam {
  const { content, refusal, tool_calls: calls } = reply
  if (!calls?.length)
    return { role: 'assistant', content: content ?? '', ...(refusal ? { refusal } : {}) }
  // Between calls, reasoning models of some servers want to see what they thought.
  const thoughts = ['reasoning_content', 'reasoning', 'reasoning_details'].filter(
    (field) => reply[field] != null,
  )
  return {
    role: 'assistant',
    content: content ?? null,
    tool_calls: calls.map((call) => ({ ...call, type: 'function' })),
    ...Object.fromEntries(thoughts.map((field) => [field, reply[field]])),
  }
}
