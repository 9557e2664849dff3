import { zodFunction, zodResponseFormat } from 'openai/helpers/zod'
import type {
  ChatCompletionCreateParamsNonStreaming as Params,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'
import { z } from 'zod'
import type { Message, ModelReply, ModelRequest, Tool } from '../model.ts'
import type { ModelSettings } from '../run-settings.ts'
import type { Api } from './api.ts'
import { Fault } from './fault.ts'
import { faultOfBody } from './fault-of.ts'
import { gatherChat } from './gather-chat.ts'
import { underItsName } from './output-limit.ts'
import { isOpenAI } from './model-settings.ts'
import { replayable } from './lenient.ts'
import { Arguments, callId, Count, readBody, Text, wholeOf } from './read-body.ts'

const Usage = z
  .looseObject({
    prompt_tokens: Count,
    completion_tokens: Count,
    prompt_tokens_details: z.looseObject({ cached_tokens: Count }).nullish().catch(null),
  })
  .nullish()
  .catch(null)
const AssistantMessage = z.looseObject({
  content: Text,
  refusal: z.string().nullish().catch(null),
  tool_calls: z
    .array(
      z.looseObject({
        id: z.string().nullish().catch(null),
        function: z.looseObject({ name: z.string(), arguments: Arguments }),
      }),
    )
    .nullish(),
})
/** The likeliest tokens at each place of a reply; null where a server has no such thing. */
const Logprobs = z
  .looseObject({
    content: z.array(
      z.looseObject({
        top_logprobs: z.array(z.looseObject({ token: z.string(), logprob: z.number() })),
      }),
    ),
  })
  .nullish()
  .catch(null)
const ChatBody = z.looseObject({
  id: z.unknown().optional(),
  error: z.unknown().optional(),
  choices: z.array(
    z.looseObject({
      finish_reason: z.string().nullish().catch(null),
      message: AssistantMessage,
      logprobs: Logprobs,
      error: z.unknown().optional(),
    }),
  ),
  usage: Usage,
})
/** What tells a whole answer, of whatever shape, from a server in trouble. */
const Answered = z.looseObject({ choices: z.array(z.unknown()).catch([]), usage: Usage })

/** The Chat Completions API, as OpenAI and all servers compatible with it speak it. */
export const chatApi: Api = {
  prepare(settings, request) {
    const params = chatParams(settings, request)
    return {
      params,
      async send(client, options) {
        const create = <T>(send: (named: Params) => Promise<T>) =>
          settings.outputLimit === null ? underItsName(client, params, send) : send(params)
        const streamed = { stream: true, stream_options: { include_usage: true } } as const
        const response = await create((named) =>
          client.chat.completions
            .create({ ...named, ...(settings.stream && streamed) }, options)
            .asResponse(),
        )
        return wholeOf(response, settings.stream, gatherChat)
      },
    }
  },

  read: (body) => readBody(ChatBody, body, replyOf, paidFor),
}

function paidFor(body: unknown): ModelReply['tokens'] | null {
  const { choices, usage } = Answered.safeParse(body).data ?? { choices: [], usage: null }
  const tokens = tokensOf(usage)
  return choices.length > 0 || tokens.output > 0 ? tokens : null
}

const tokensOf = (usage: z.infer<typeof Usage>): ModelReply['tokens'] => ({
  input: usage?.prompt_tokens ?? 0,
  cachedInput: usage?.prompt_tokens_details?.cached_tokens ?? 0,
  output: usage?.completion_tokens ?? 0,
})

function replyOf({ id, error, choices, usage }: z.infer<typeof ChatBody>): ModelReply {
  if (error) throw faultOfBody(error)
  const [choice] = choices
  const tokens = tokensOf(usage)
  if (!choice) {
    const paid = tokens.output > 0 ? tokens : null
    throw new Fault('the response is empty', { transient: paid === null, paid })
  }
  if (choice.error) throw faultOfBody(choice.error)
  const { message: said, finish_reason: reason, logprobs } = choice
  const chances = logprobs?.content[0]?.top_logprobs.map(({ token, logprob }) => ({
    token,
    logprob,
  }))
  const calls = (said.tool_calls ?? []).map((call, i) => ({
    ...call,
    id: call.id || callId(id, said, i),
  }))
  return {
    text: said.content,
    calls: calls.map((call) => ({
      id: call.id,
      name: call.function.name,
      arguments: call.function.arguments,
    })),
    refusal: said.refusal || (reason === 'content_filter' ? 'stopped by the content filter' : null),
    truncated: reason === 'length',
    raw: { ...said, ...(calls.length > 0 && { tool_calls: calls }) },
    ...(chances && chances.length > 0 && { chances }),
    tokens,
  }
}

function chatParams(
  { identity, baseURL, outputLimit, strict }: ModelSettings,
  request: ModelRequest,
): Params {
  const { name, effort, temperature, maxOutputTokens } = identity
  return {
    model: name,
    messages: [
      { role: 'system', content: request.instructions },
      ...request.messages.map(messageOf),
    ],
    // Compatible servers know the older name, and ignore what they do not know.
    [outputLimit ?? (isOpenAI(baseURL) ? 'max_completion_tokens' : 'max_tokens')]: maxOutputTokens,
    ...(isOpenAI(baseURL) ? { store: false } : {}),
    ...(temperature === null ? {} : { temperature }),
    ...(effort === null ? {} : { reasoning_effort: effort }),
    ...(request.tools ? { tools: request.tools.map((tool) => toolOf(tool, strict)) } : {}),
    ...(request.format ? { response_format: formatOf(request.format, strict) } : {}),
    ...(request.chances === undefined ? {} : { logprobs: true, top_logprobs: request.chances }),
  }
}

function toolOf(tool: Tool, strict: boolean) {
  const { type, function: described } = zodFunction(tool)
  return { type, function: { ...described, strict } }
}

function formatOf({ name, schema }: NonNullable<ModelRequest['format']>, strict: boolean) {
  const { type, json_schema } = zodResponseFormat(schema, name)
  return { type, json_schema: { ...json_schema, strict } }
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
  if (!calls?.length) return { role: 'assistant', content, ...(refusal ? { refusal } : {}) }
  // Between calls, reasoning models of some servers want to see what they thought.
  const thoughts = ['reasoning_content', 'reasoning', 'reasoning_details'].filter(
    (field) => reply[field] != null,
  )
  return {
    role: 'assistant',
    content: content || null,
    tool_calls: calls.map((call) => ({
      ...call,
      id: call.id ?? '',
      type: 'function',
      function: { ...call.function, arguments: replayable(call.function.arguments) },
    })),
    ...Object.fromEntries(thoughts.map((field) => [field, reply[field]])),
  }
}
