import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { ModelIdentity } from '../../contracts.ts'

/** What came in with one request. */
export interface Asked {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Record<string, unknown>
}

export type Script = (response: ServerResponse) => void

/** A server on loopback that does to each request what the next of its scripts says. */
export interface ScriptedServer extends AsyncDisposable {
  readonly url: string
  readonly asked: readonly Asked[]
  /** Requests that are neither answered nor given up. */
  readonly open: number
  /** The most that were open at the same time. */
  readonly most: number
  next(...scripts: Script[]): void
}

export async function scriptedServer(): Promise<ScriptedServer> {
  const scripts: Script[] = []
  const asked: Asked[] = []
  let open = 0
  let most = 0
  const server = createServer(async (request, response) => {
    open += 1
    most = Math.max(most, open)
    response.on('close', () => (open -= 1))
    const body = await text(request)
    asked.push({
      path: request.url ?? '',
      headers: request.headers,
      body: JSON.parse(body) as Record<string, unknown>,
    })
    const script = scripts.shift() ?? json({ error: { message: 'no script' } }, { status: 418 })
    script(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    get open() {
      return open
    },
    get most() {
      return most
    },
    next: (...more) => scripts.push(...more),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const json =
  (body: unknown, { status = 200, headers = {} } = {}): Script =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }

/** Any body, as it is. */
export const plain =
  (body: string, type: string, status = 200): Script =>
  (response) => {
    response.writeHead(status, { 'content-type': type })
    response.end(body)
  }

/** No answer at all. */
export const hang: Script = () => undefined

/** The beginning of an answer, and then nothing any more. */
export const hangInBody: Script = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"id": "')
}

/** The beginning of an answer, and then the connection is gone. */
export const reset: Script = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
  response.write('{"id": "', () => response.destroy())
}

/** Says what the model says, in the language of the API. */
export interface Speech {
  readonly text?: string
  readonly refusal?: string
  readonly calls?: readonly { id: string; name: string; arguments: string }[]
  readonly ending?: 'length' | 'content_filter'
  readonly headers?: Record<string, string>
}

/** Tokens of every speech. */
export const TOKENS = { input: 100, cachedInput: 40, output: 20 }

export function says(api: ModelIdentity['api'], stream: boolean, speech: Speech): Script {
  const body = api === 'chat' ? completion(speech) : responseOf(speech)
  if (!stream) return json(body, { headers: speech.headers ?? {} })
  const events = api === 'chat' ? chunks(speech) : lifecycle(speech)
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', ...speech.headers })
    for (const event of events) response.write(event)
    response.end()
  }
}

/** A stream that ends well before the answer does, as if it were over. */
export const cutShort =
  (api: ModelIdentity['api'], speech: Speech): Script =>
  (response) => {
    beginStream(api, response, speech)
    response.end()
  }

/** A stream that begins, and then stands still. */
export const hangInStream =
  (api: ModelIdentity['api']): Script =>
  (response) =>
    beginStream(api, response, { text: 'Half of it' })

function beginStream(api: ModelIdentity['api'], response: ServerResponse, speech: Speech): void {
  const events = api === 'chat' ? chunks(speech) : lifecycle(speech)
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const event of events.slice(0, 2)) response.write(event)
}

function completion({ text: content, refusal, calls, ending }: Speech) {
  const message = {
    role: 'assistant',
    content: content ?? null,
    refusal: refusal ?? null,
    annotations: [],
    ...(calls ? { tool_calls: calls.map(functionCall) } : {}),
  }
  const finish = ending ?? (calls ? 'tool_calls' : 'stop')
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'test',
    choices: [{ index: 0, finish_reason: finish, logprobs: null, message }],
    usage: {
      prompt_tokens: TOKENS.input,
      completion_tokens: TOKENS.output,
      total_tokens: TOKENS.input + TOKENS.output,
      prompt_tokens_details: { cached_tokens: TOKENS.cachedInput },
    },
  }
}

const functionCall = (call: { id: string; name: string; arguments: string }) => ({
  id: call.id,
  type: 'function',
  function: { name: call.name, arguments: call.arguments },
})

function chunks(speech: Speech): string[] {
  const { choices, usage, ...about } = completion(speech)
  const chunk = (delta: object, finish: string | null = null, more: object = {}) =>
    `data: ${JSON.stringify({
      ...about,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, finish_reason: finish }],
      ...more,
    })}\n\n`
  return [
    chunk({ role: 'assistant' }),
    ...Array.from(speech.text ?? '', (content) => chunk({ content })),
    ...(speech.refusal ? [chunk({ refusal: speech.refusal })] : []),
    ...(speech.calls ?? []).flatMap((call, index) => [
      chunk({ tool_calls: [{ index, ...functionCall({ ...call, arguments: '' }) }] }),
      ...Array.from(call.arguments, (part) =>
        chunk({ tool_calls: [{ index, function: { arguments: part } }] }),
      ),
    ]),
    chunk({}, choices[0]!.finish_reason),
    `data: ${JSON.stringify({ ...about, object: 'chat.completion.chunk', choices: [], usage })}\n\n`,
    'data: [DONE]\n\n',
  ]
}

function responseOf({ text: content, refusal, calls = [], ending }: Speech) {
  const parts = [
    ...(content === undefined ? [] : [{ type: 'output_text', text: content, annotations: [] }]),
    ...(refusal === undefined ? [] : [{ type: 'refusal', refusal }]),
  ]
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    model: 'test',
    status: ending ? 'incomplete' : 'completed',
    error: null,
    incomplete_details: ending
      ? { reason: ending === 'length' ? 'max_output_tokens' : ending }
      : null,
    output: [
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAAA' },
      ...(parts.length > 0
        ? [{ type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: parts }]
        : []),
      ...calls.map((call, i) => ({
        type: 'function_call',
        id: `fc_${i}`,
        call_id: call.id,
        name: call.name,
        arguments: call.arguments,
        status: 'completed',
      })),
    ],
    usage: {
      input_tokens: TOKENS.input,
      input_tokens_details: { cached_tokens: TOKENS.cachedInput },
      output_tokens: TOKENS.output,
      output_tokens_details: { reasoning_tokens: 5 },
      total_tokens: TOKENS.input + TOKENS.output,
    },
  }
}

function lifecycle(speech: Speech): string[] {
  const response = responseOf(speech)
  const begun = { ...response, status: 'in_progress', output: [], usage: null }
  const events = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...response.output.flatMap((item, index) => [
      { type: 'response.output_item.added', output_index: index, item },
      { type: 'response.output_item.done', output_index: index, item },
    ]),
    { type: `response.${response.status}`, response },
  ]
  return events.map(
    (event, i) =>
      `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: i })}\n\n`,
  )
}
