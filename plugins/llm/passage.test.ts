/** What programs ask of their model's server, and what becomes of it on the way. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import type { SpokenApi } from '../run-settings.ts'
import { ModelConfig, modelSettings } from './model-settings.ts'
import { openPassage } from './passage.ts'

const closing: (() => unknown)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

interface Seen {
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Readonly<Record<string, unknown>>
}

const KEY = 'a-key-of-somebody'
const EMPTY: Readonly<Record<SpokenApi, object>> = {
  messages: { messages: [] },
  responses: { input: [] },
  chat: { messages: [] },
  gemini: { contents: [] },
}
const PATHS: Readonly<Record<SpokenApi, string>> = {
  messages: '/v1/messages?beta=true',
  responses: '/responses',
  chat: '/chat/completions',
  gemini: '/v1beta/models/another:streamGenerateContent?alt=sse',
}

async function through(api: SpokenApi, answer: string, request: object = {}) {
  const seen: Seen[] = []
  const server = createServer((asked, response) => {
    void text(asked).then((body) => {
      const { url, headers } = asked
      seen.push({ path: url!, headers, body: JSON.parse(body) as Seen['body'] })
      return response.end(answer)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  closing.push(() => server.close())
  const config = ModelConfig.parse({
    name: 'the-model',
    api,
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKeyEnv: 'A_KEY',
    retries: 0,
  })
  const env = { A_KEY: KEY }
  const passage = await openPassage(
    modelSettings(config, { concurrency: 1, env, prices: {} }),
    env,
    { backoff: 1, longestBackoff: 1, longestPause: 1 },
  )
  const passed = passage.prepare({
    path: PATHS[api],
    headers: { authorization: 'Bearer none', 'anthropic-beta': 'some-beta', cookie: 'mine' },
    body: JSON.stringify({ ...EMPTY[api], ...request }),
  })
  const came = await passage.ask(passed, new AbortController().signal, () => undefined)
  return { ...came, seen: seen[0]!, passed }
}

const stream = (...events: object[]) =>
  events.map((event) => `event: x\r\ndata: ${JSON.stringify(event)}\r\n\r\n`).join('')

/** What each API says of the same turn, in a stream and in one body. */
const TURNS: Readonly<Record<SpokenApi, readonly [stream: string, body: string]>> = {
  messages: [
    stream(
      {
        type: 'message_start',
        message: {
          usage: {
            input_tokens: 3,
            cache_read_input_tokens: 4,
            cache_creation_input_tokens: 5,
            output_tokens: 1,
          },
        },
      },
      { type: 'ping' },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Lo' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'ok.' } },
      {
        type: 'content_block_start',
        index: 1,
        content_block: { type: 'tool_use', id: 'c1', name: 'query', input: {} },
      },
      { type: 'content_block_delta', index: 1, delta: { partial_json: '{"inputs":' } },
      { type: 'content_block_delta', index: 1, delta: { partial_json: '[1]}' } },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 6 } },
      { type: 'message_stop' },
    ),
    JSON.stringify({
      content: [
        { type: 'text', text: 'Look.' },
        { type: 'tool_use', id: 'c1', name: 'query', input: { inputs: [1] } },
      ],
      stop_reason: 'tool_use',
      usage: { input_tokens: 8, cache_read_input_tokens: 4, output_tokens: 6 },
    }),
  ],
  responses: (() => {
    const output = [
      { type: 'message', content: [{ type: 'output_text', text: 'Look.' }] },
      { type: 'function_call', call_id: 'c1', name: 'query', arguments: '{"inputs":[1]}' },
    ]
    const usage = {
      input_tokens: 12,
      input_tokens_details: { cached_tokens: 4 },
      output_tokens: 6,
    }
    const body = { status: 'completed', output, usage }
    return [
      stream(
        { type: 'response.created', response: {} },
        ...output.map((item) => ({ type: 'response.output_item.done', item })),
        // As servers do that show their items once.
        { type: 'response.completed', response: { ...body, output: [] } },
      ),
      JSON.stringify(body),
    ]
  })(),
  chat: (() => {
    const call = { id: 'c1', type: 'function', function: { name: 'query', arguments: '' } }
    const usage = {
      prompt_tokens: 12,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens: 6,
    }
    const message = {
      content: 'Look.',
      tool_calls: [{ ...call, function: { name: 'query', arguments: '{"inputs":[1]}' } }],
    }
    const part = (delta: object) => ({ choices: [{ delta, finish_reason: null }] })
    return [
      `${stream(
        part({ role: 'assistant', content: 'Lo' }),
        part({ content: 'ok.' }),
        part({ tool_calls: [{ index: 0, ...call }] }),
        part({ tool_calls: [{ index: 0, function: { arguments: '{"inputs":[1]}' } }] }),
        { choices: [{ delta: {}, finish_reason: 'tool_calls' }], usage },
      )}data: [DONE]\n\n`,
      JSON.stringify({
        object: 'chat.completion',
        choices: [{ message, finish_reason: 'tool_calls' }],
        usage,
      }),
    ]
  })(),
  gemini: (() => {
    const call = { functionCall: { id: 'c1', name: 'query', args: { inputs: [1] } } }
    const candidate = (parts: object[], finishReason?: string) => ({
      candidates: [{ content: { role: 'model', parts }, finishReason }],
    })
    const usageMetadata = {
      promptTokenCount: 12,
      cachedContentTokenCount: 4,
      candidatesTokenCount: 4,
      thoughtsTokenCount: 2,
    }
    return [
      stream(
        candidate([{ text: 'thinking', thought: true }, { text: 'Lo' }]),
        candidate([{ text: 'ok.' }, call]),
        { ...candidate([], 'STOP'), usageMetadata },
      ),
      JSON.stringify({ ...candidate([{ text: 'Look.' }, call], 'STOP'), usageMetadata }),
    ]
  })(),
}

describe.each(Object.entries(TURNS) as [SpokenApi, readonly [string, string]][])(
  'the %s API',
  (api, [streamed, whole]) => {
    test.each([
      ['in a stream', streamed],
      ['in one body', whole],
    ])('an answer %s is read, and passed on word for word', async (_, answer) => {
      const { status, body, reply } = await through(api, answer)
      expect({ status, body }).toEqual({ status: 200, body: answer })
      expect(reply).toMatchObject({
        text: 'Look.',
        calls: [{ id: 'c1', name: 'query', arguments: '{"inputs":[1]}' }],
        truncated: false,
        refusal: null,
        tokens: { input: 12, cachedInput: 4, output: 6 },
      })
    })

    test('an answer that is cut short is none', async () => {
      const events = streamed.split('\r\n\r\n')
      const cut = events.slice(0, Math.max(1, events.length - 3)).join('\r\n\r\n')
      await expect(through(api, cut)).rejects.toThrow(/cut short|no JSON/)
    })

    test('the model is the configured one, the key the harness’s, and headers its own', async () => {
      const { seen } = await through(api, whole, { model: 'another' })
      expect(seen.path + String(seen.body['model'])).toContain('the-model')
      expect(seen.path).not.toContain('another')
      const headers = JSON.stringify(seen.headers)
      expect(headers).toContain(KEY)
      expect(headers).toContain('some-beta')
      expect(headers).not.toMatch(/none|mine/)
    })

    test('what the server would do or fetch by itself is not asked of it', async () => {
      const own = { messages: 'custom', responses: 'function', chat: 'function', gemini: '' }[api]
      const declared = { functionDeclarations: [{ name: 'mine' }] }
      const tools = [
        api === 'gemini' ? declared : { type: own, name: 'mine', function: { name: 'mine' } },
        { type: 'web_search_20250305', name: 'web_search', function: { name: 'mine' } },
        { type: 'web_search', googleSearch: {}, function: { name: 'mine' } },
        { type: 'code_interpreter', name: 'python', function: { name: 'mine' } },
      ].map((tool) => (api === 'gemini' ? { ...tool, type: undefined } : tool))
      const { seen } = await through(api, whole, {
        tools,
        mcp_servers: api === 'messages' ? [{ type: 'stdio' }] : undefined,
        web_search_options: api === 'chat' ? {} : undefined,
      })
      expect(seen.body['tools']).toHaveLength(1)
      expect(Object.keys(seen.body)).not.toContain('mcp_servers')
      expect(Object.keys(seen.body)).not.toContain('web_search_options')
      await expect(
        through(api, whole, { extra: { file_url: 'https://example.com/a' } }),
      ).rejects.toThrow(/file_url/)
    })

    test('requests that differ in what passes are the same', async () => {
      const of = async (request: object) => (await through(api, whole, request)).passed.key
      const first = await of({
        note: 'On 2026-11-25, 01a2139d-6ba5-7c23-ab85-0363223052ea, Wall time: 0.01 seconds',
        metadata: { user_id: 'one' },
      })
      const second = await of({
        metadata: { user_id: 'two' },
        note: 'On 2026-11-26, 01a2139d-c77f-7b10-899f-8fd8a7dacc12, Wall time: 0.02 seconds',
      })
      expect(second).toBe(first)
      expect(await of({ note: 'On 2026-11-25, something else' })).not.toBe(first)
    })
  },
)
