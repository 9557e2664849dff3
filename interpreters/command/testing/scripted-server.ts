/**
 * A server of models that does as it is scripted, in the streams of four APIs: what agents are
 * tried on, end to end, without a model and without a network.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

/** What the model does in one turn: it calls a tool, by the end of its name, or says something. */
export type Step =
  | { readonly tool: string; readonly args: Readonly<Record<string, unknown>> }
  | { readonly say: string }

export interface Heard {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

export interface ScriptedServer {
  readonly url: string
  readonly heard: readonly Heard[]
  close(): Promise<void>
}

/** What it says where it fails, as servers do that repeat a key. */
const KEY_SHOWN = 'key-of-the-harness-0123456789 is not to be shown'

/** Tokens that every reply is said to have taken. */
export const TOKENS = { input: 100, output: 10 } as const

/**
 * Does one step a turn, in order, whoever asks; and says `done` when there are no more.
 *
 * @param faults statuses of its first responses, which are errors.
 */
export async function startScriptedServer(
  steps: readonly Step[],
  faults: readonly number[] = [],
): Promise<ScriptedServer> {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    void text(request).then((written) => {
      const path = request.url!.replace(/\?.*/, '')
      const body = written === '' ? null : (JSON.parse(written) as unknown)
      heard.push({ path, headers: request.headers, body })
      const api = Object.entries(APIS).find(([end]) => path.endsWith(end))?.[1]
      if (!api || request.method !== 'POST') return response.writeHead(404).end()
      const fault = faults[heard.length - 1]
      if (fault !== undefined) return response.writeHead(fault).end(`{"error":"${KEY_SHOWN}"}`)
      const { turns, tools } = api.read(body)
      const events = api.events(stepOf(turns, tools), heard.length)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      return response.end(
        events
          .map((event) => {
            const name = 'type' in event ? `event: ${String(event.type)}\n` : ''
            return `${name}data: ${JSON.stringify(event)}\n\n`
          })
          .join('') + (api.end ?? ''),
      )
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo

  function stepOf(turn: number, tools: readonly Named[]): Done {
    const step = steps[turn]
    // Requests beside the conversation, for a title for instance, have no tools.
    if (!step || tools.length === 0) return { say: 'done' }
    if ('say' in step) return step
    const tool = tools.find(({ name }) => name.endsWith(step.tool))
    if (!tool) return { say: `there is no ${step.tool} among ${tools.map((t) => t.name).join()}` }
    return { ...step, ...tool }
  }

  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

interface Named {
  readonly name: string
  /** Some tools stand in a space of names, which calls of them name too. */
  readonly namespace?: string
}
type Done = { readonly say: string } | (Named & { readonly args: object })

interface Spoken {
  read(body: unknown): { readonly turns: number; readonly tools: readonly Named[] }
  events(step: Done, id: number): object[]
  readonly end?: string
}

const Tool = z.looseObject({ name: z.string() })

const messages: Spoken = {
  read(body) {
    const { messages: said, tools } = z
      .looseObject({
        messages: z.array(z.looseObject({ role: z.string() })),
        tools: z.array(Tool).default([]),
      })
      .parse(body)
    return { turns: said.filter(({ role }) => role === 'assistant').length, tools }
  },
  events(step, id) {
    const [block, delta] =
      'say' in step
        ? [
            { type: 'text', text: '' },
            { type: 'text_delta', text: step.say },
          ]
        : [
            { type: 'tool_use', id: `toolu_${id}`, name: step.name, input: {} },
            { type: 'input_json_delta', partial_json: JSON.stringify(step.args) },
          ]
    const stop = 'say' in step ? 'end_turn' : 'tool_use'
    const message = { id: `msg_${id}`, type: 'message', role: 'assistant', model: 'scripted' }
    const usage = { input_tokens: TOKENS.input, output_tokens: 1 }
    return [
      {
        type: 'message_start',
        message: { ...message, content: [], stop_reason: null, stop_sequence: null, usage },
      },
      { type: 'content_block_start', index: 0, content_block: block },
      { type: 'content_block_delta', index: 0, delta },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: stop, stop_sequence: null },
        usage: { output_tokens: TOKENS.output },
      },
      { type: 'message_stop' },
    ]
  },
}

const responses: Spoken = {
  read(body) {
    const { input, tools } = z
      .looseObject({
        input: z.array(z.looseObject({ type: z.string().optional(), role: z.string().optional() })),
        tools: z
          .array(z.looseObject({ name: z.string().optional(), tools: z.array(Tool).optional() }))
          .default([]),
      })
      .parse(body)
    return {
      turns: input.filter((item) => item.type === 'function_call' || item.role === 'assistant')
        .length,
      tools: tools.flatMap(({ name = '', tools: inner }): Named[] =>
        inner
          ? inner.map((tool) => ({ name: tool.name, namespace: name }))
          : name === ''
            ? []
            : [{ name }],
      ),
    }
  },
  events(step, id) {
    const item =
      'say' in step
        ? {
            type: 'message',
            id: `msg_${id}`,
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text: step.say, annotations: [] }],
          }
        : {
            type: 'function_call',
            id: `fc_${id}`,
            call_id: `call_${id}`,
            status: 'completed',
            name: step.name,
            ...(step.namespace === undefined ? {} : { namespace: step.namespace }),
            arguments: JSON.stringify(step.args),
          }
    const response = { id: `resp_${id}`, object: 'response', model: 'scripted', created_at: 0 }
    const usage = {
      input_tokens: TOKENS.input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: TOKENS.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: TOKENS.input + TOKENS.output,
    }
    return [
      { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } },
      { type: 'response.output_item.added', output_index: 0, item },
      { type: 'response.output_item.done', output_index: 0, item },
      {
        type: 'response.completed',
        response: { ...response, status: 'completed', output: [item], usage },
      },
    ]
  },
}

const chat: Spoken = {
  read(body) {
    const { messages: said, tools } = z
      .looseObject({
        messages: z.array(z.looseObject({ role: z.string() })),
        tools: z.array(z.looseObject({ function: Tool })).default([]),
      })
      .parse(body)
    return {
      turns: said.filter(({ role }) => role === 'assistant').length,
      tools: tools.map((tool) => ({ name: tool.function.name })),
    }
  },
  events(step, id) {
    const delta =
      'say' in step
        ? { role: 'assistant', content: step.say }
        : {
            role: 'assistant',
            tool_calls: [
              {
                index: 0,
                id: `call_${id}`,
                type: 'function',
                function: { name: step.name, arguments: JSON.stringify(step.args) },
              },
            ],
          }
    const chunk = {
      id: `chat_${id}`,
      object: 'chat.completion.chunk',
      created: 0,
      model: 'scripted',
    }
    const reason = 'say' in step ? 'stop' : 'tool_calls'
    return [
      { ...chunk, choices: [{ index: 0, delta, finish_reason: null }] },
      { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: reason }] },
      {
        ...chunk,
        choices: [],
        usage: {
          prompt_tokens: TOKENS.input,
          completion_tokens: TOKENS.output,
          total_tokens: TOKENS.input + TOKENS.output,
        },
      },
    ]
  },
  end: 'data: [DONE]\n\n',
}

const gemini: Spoken = {
  read(body) {
    const { contents, tools } = z
      .looseObject({
        contents: z.array(z.looseObject({ role: z.string().optional() })),
        tools: z
          .array(z.looseObject({ functionDeclarations: z.array(Tool).default([]) }))
          .default([]),
      })
      .parse(body)
    return {
      turns: contents.filter(({ role }) => role === 'model').length,
      tools: tools.flatMap(({ functionDeclarations }) => functionDeclarations),
    }
  },
  events(step) {
    const part =
      'say' in step ? { text: step.say } : { functionCall: { name: step.name, args: step.args } }
    return [
      {
        candidates: [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 }],
        usageMetadata: {
          promptTokenCount: TOKENS.input,
          candidatesTokenCount: TOKENS.output,
          totalTokenCount: TOKENS.input + TOKENS.output,
        },
        modelVersion: 'scripted',
      },
    ]
  },
}

/** By the end of their paths. */
const APIS: Readonly<Record<string, Spoken>> = {
  '/messages': messages,
  '/responses': responses,
  '/chat/completions': chat,
  ':streamGenerateContent': gemini,
}
