/** Servers that are compatible by their own account, each with habits of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { jsonPayload } from '../../model-server/deliver.ts'
import type { ScriptStep } from '../../model-server/handle.ts'
import {
  failsWith,
  says,
  type ScriptedServer,
  scriptedServer,
  sends,
} from '../../model-server/testing/scripted-server.ts'
import { codeForm } from './answer.ts'
import { askForInterpretation } from './ask-for-interpretation.ts'
import { openModel } from './open-model.ts'
import { openStore, type ResponseStore } from './response-store.ts'
import { APIS } from '../run-settings.ts'
import {
  ENV,
  exampleFormat,
  exampleRequest,
  exampleSettings,
  exampleTools,
  QUICK,
} from './testing/example-request.ts'

let server: ScriptedServer
let folder: string
let store: ResponseStore
beforeEach(async () => {
  server = await scriptedServer()
  folder = mkdtempSync(join(tmpdir(), 'odd-answers-'))
  store = openStore(join(folder, 'store.sqlite'), 'on')
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

function opened(config: Parameters<typeof exampleSettings>[0] = {}) {
  const settings = exampleSettings({ baseURL: server.url, ...config })
  const client = openModel(settings, store, {
    session: 's',
    account: 'a',
    cache: 'on',
    env: ENV,
    pace: QUICK,
  })
  const { signal } = new AbortController()
  return client.session({ caseId: 'c', trial: 0, signal, transcript: null })
}
const asked = exampleRequest('Go on.', { tools: exampleTools })

const usage = { prompt_tokens: 100, completion_tokens: 20 }
const chat = (message: object) =>
  sends(jsonPayload({ choices: [{ finish_reason: 'stop', message }], usage }))
const calls = (call: object) => chat({ content: null, tool_calls: [call] })
const stream = (...deltas: readonly object[]) =>
  sends({
    type: 'text/event-stream',
    parts: [
      ...deltas.map((delta) => ({ choices: [{ delta, finish_reason: null }] })),
      { choices: [{ delta: {}, finish_reason: 'tool_calls' }] },
      { choices: [], usage },
      '[DONE]',
    ].map((data) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`),
  })
const run = { name: 'query', arguments: '{"inputs":[1]}' }
const anyId = expect.stringMatching(/^[0-9a-f]{9}$/) as unknown

test.each([
  [
    'arguments that are an object',
    calls({ id: 'a', function: { ...run, arguments: { inputs: [1] } } }),
    { calls: [{ id: 'a', ...run }] },
  ],
  [
    'arguments that are null',
    calls({ id: 'a', function: { ...run, arguments: null } }),
    { calls: [{ id: 'a', name: 'query', arguments: '' }] },
  ],
  ['no id', calls({ function: run }), { calls: [{ id: anyId, ...run }] }],
  ['an id that is null', calls({ id: null, function: run }), { calls: [{ id: anyId, ...run }] }],
  [
    'content in parts',
    chat({ content: [{ type: 'thinking', thinking: [] }, { type: 'text', text: 'a' }, 'b'] }),
    { text: 'ab', calls: [] },
  ],
])('chat: %s', async (_, step, expected) => {
  server.next(step, says({ text: 'next' }))
  const { model, usage: used } = opened()
  const reply = await model.respond(asked)
  expect(reply).toMatchObject(expected)
  expect(await model.respond(asked)).toEqual(reply)
  expect(used()).toMatchObject({ turns: 2, cached: 1, paid: { tokens: 120 } })
  // It goes on, with every call answered under its id.
  const outputs = reply.calls.map(({ id }) => ({ role: 'tool', callId: id, output: '{}' }) as const)
  const messages = [...asked.messages, { role: 'assistant', reply } as const, ...outputs]
  expect((await model.respond({ ...asked, messages })).text).toBe('next')
  expect(server.asked).toHaveLength(2)
})

test('a stop or a refusal of no known kind is no matter', async () => {
  const message = { content: 'a', refusal: false }
  server.next(sends(jsonPayload({ choices: [{ finish_reason: 7, message }], usage })))
  expect(await opened().model.respond(asked)).toMatchObject({ text: 'a', refusal: null })
})

test('a server that fails on arguments that are no JSON is not shown any', async () => {
  const written = ['{"inputs": [1', '[1]', 'inputs=1', '', '{"inputs": [1],}']
  // As templates of llama.cpp do: they parse what they are shown.
  const parses: ScriptStep = async (...exchange) => {
    const { messages } = server.asked.at(-1)!.body as { messages: { tool_calls?: Called[] }[] }
    const shown = messages.flatMap(({ tool_calls: called = [] }) => called)
    for (const { function: called } of shown)
      if (!isObject(called.arguments)) return failsWith(500, { message: 'parse' })(...exchange)
    return says({ text: shown.map((one) => one.function.arguments).join() })(...exchange)
  }
  const called = written.map((args) => ({ name: 'query', arguments: args }))
  server.next(says({ calls: called }), parses)
  const { model } = opened()
  const reply = await model.respond(asked)
  expect(reply.calls.map((one) => one.arguments)).toEqual(written)
  const outputs = reply.calls.map(({ id }) => ({ role: 'tool', callId: id, output: '{}' }) as const)
  const messages = [...asked.messages, { role: 'assistant', reply } as const, ...outputs]
  expect((await model.respond({ ...asked, messages })).text).toBe('{},{},{},{},{"inputs":[1]}')
})

interface Called {
  readonly function: { readonly arguments: string }
}

function isObject(text: string): boolean {
  try {
    return Object.getPrototypeOf(JSON.parse(text)) === Object.prototype
  } catch {
    return false
  }
}

test.each(APIS)('%s: calls that nobody asked for do not spoil a repair', async (api) => {
  const answer = { description: 'doubles', domain: null, code: 'function f(x) { return 2 * x }' }
  server.next(
    says({ text: 'Let me see.', calls: [run] }),
    // The server holds requests to the rules of its API.
    says({ text: JSON.stringify(answer) }),
  )
  const { description } = await askForInterpretation(opened({ api }).model, {
    ...exampleRequest('1 -> 2'),
    form: codeForm('javascript'),
  })
  expect(description).toBe('doubles')
  expect(server.asked).toHaveLength(2)
})

test.each([
  [
    'calls without an index',
    [
      { tool_calls: [{ id: 'a', function: { name: 'query', arguments: '{"inputs"' } }] },
      { tool_calls: [{ function: { arguments: ':[1]}' } }] },
      { tool_calls: [{ id: 'b', function: run }] },
    ],
    ['a', 'b'],
  ],
  [
    'whole calls without index or id',
    [{ tool_calls: [{ function: run }] }, { tool_calls: [{ function: run }] }],
    [anyId, anyId],
  ],
  [
    'calls that share an index',
    [
      { tool_calls: [{ index: 0, id: 'a', function: run }] },
      { tool_calls: [{ index: 0, id: 'b', function: run }] },
    ],
    ['a', 'b'],
  ],
  [
    'an id with every piece',
    [
      {
        tool_calls: [{ index: 0, id: 'a', function: { name: 'query', arguments: '{"inputs"' } }],
      },
      { tool_calls: [{ index: 0, id: 'a', function: { arguments: ':[1]}' } }] },
      { tool_calls: [{ index: 1, id: 'b', function: { ...run, arguments: { inputs: [1] } } }] },
    ],
    ['a', 'b'],
  ],
])('streamed chat: %s', async (_, deltas, ids) => {
  server.next(stream({ role: 'assistant', content: 'I ' }, { content: 'see' }, ...deltas))
  const { model, usage: used } = opened({ stream: true })
  const reply = await model.respond(asked)
  expect(reply).toMatchObject({ text: 'I see', calls: ids.map((id) => ({ id, ...run })) })
  expect(new Set(reply.calls.map(({ id }) => id)).size).toBe(2)
  expect(used().paid.tokens).toBe(120)
  expect(server.asked).toHaveLength(1)
})

const whole = { choices: [{ finish_reason: 'stop', message: { content: 'ab' } }], usage }
const wholeResponse = {
  status: 'completed',
  output: [{ type: 'message', content: [{ type: 'output_text', text: 'ab' }] }],
  usage: { input_tokens: 100, output_tokens: 20 },
}
const completed = `event: response.completed\r\ndata: ${JSON.stringify({ type: 'response.completed', response: wholeResponse })}\r\n\r\n`
const pieces = ['a', 'b'].map(
  (content) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`,
)
/** A stream that goes on for good behind its end, or is torn off there. */
const open =
  (parts: readonly string[], tears: boolean): ScriptStep =>
  (reply) => {
    reply.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const part of parts) reply.write(part)
    if (tears) setTimeout(() => reply.destroy(), 50)
  }

test.each([
  ['chat', true, 'one body for a stream', sends(jsonPayload(whole))],
  ['responses', true, 'one body for a stream', sends(jsonPayload(wholeResponse))],
  [
    'chat',
    false,
    'a stream for one body',
    sends({ type: 'text/event-stream', parts: [': hello\n\n', ...pieces, 'data: [DONE]\n\n'] }),
  ],
  [
    'responses',
    false,
    'a stream for one body',
    sends({ type: 'text/event-stream', parts: [completed] }),
  ],
  ['chat', true, 'a stream that stays open', open([...pieces, 'data: [DONE]\n\n'], false)],
  ['responses', true, 'a stream that stays open', open([completed], false)],
  ['chat', true, 'a stream that is torn off', open([...pieces, 'data: [DONE]\n\n'], true)],
  [
    'chat',
    true,
    'pieces in the middle of letters and line ends',
    sends({
      type: 'text/event-stream',
      parts: Array.from([...pieces, 'data: [DONE]\n\n'].join('').replaceAll('\n', '\r\n')),
    }),
  ],
] as const)('%s (streamed: %s): %s is paid once', async (api, streamed, _, step) => {
  server.next(step)
  const { model } = opened({ api, stream: streamed, requestTimeout: 3000 })
  expect(await model.respond(asked)).toMatchObject({ text: 'ab' })
  expect(server.asked).toHaveLength(1)
})

test('responses: a state of no known kind is no matter where there is an answer', async () => {
  const output = [{ type: 'message', content: [{ type: 'output_text', text: 'a' }] }]
  for (const status of ['done', 'in_progress', null])
    server.next(sends(jsonPayload({ status, output, usage: { output_tokens: 2 } })))
  const { model } = opened({ api: 'responses' })
  for (const text of ['1', '2', '3'])
    expect((await model.respond(exampleRequest(text))).text).toBe('a')
  expect(server.asked).toHaveLength(3)
})

test('streamed chat: thoughts are put together, to be shown again', async () => {
  server.next(
    stream(
      { reasoning_content: 'Let ' },
      { reasoning_content: 'me' },
      { tool_calls: [{ function: run }] },
    ),
  )
  const reply = await opened({ stream: true }).model.respond(asked)
  expect(reply.raw).toMatchObject({ reasoning_content: 'Let me' })
})

test.each([
  ['arguments that are an object', { call_id: 'a', arguments: { inputs: [1] } }, 'a'],
  ['no id of the call', { id: 'fc', arguments: run.arguments }, 'fc'],
  ['no id at all', { arguments: run.arguments }, anyId],
])('responses: %s', async (_, call, id) => {
  const output = [
    { type: 'web_weather' },
    { type: 'message', role: 'assistant', content: 'I see' },
    { type: 'function_call', name: 'query', ...call },
  ]
  server.next(sends(jsonPayload({ status: 'completed', output })), says({ text: 'next' }))
  const { model } = opened({ api: 'responses' })
  const reply = await model.respond(asked)
  expect(reply).toMatchObject({ text: 'I see', calls: [{ id, ...run }] })
  const tool = { role: 'tool', callId: reply.calls[0]!.id, output: '{}' } as const
  const messages = [...asked.messages, { role: 'assistant', reply } as const, tool]
  expect((await model.respond({ ...asked, messages })).text).toBe('next')
  expect(server.asked).toHaveLength(2)
})

test.each([
  ['chat', false, calls({ id: 'a', function: { arguments: '{}' } })],
  ['chat', true, stream({ tool_calls: [{ id: 'a', function: { name: 5 } }] })],
  [
    'responses',
    false,
    sends(
      jsonPayload({
        output: [{ type: 'message', content: { no: 'text' } }],
        usage: { input_tokens: 100, output_tokens: 20 },
      }),
    ),
  ],
] as const)(
  '%s (streamed: %s): what stays unreadable is paid once',
  async (api, streamed, step) => {
    server.next(step)
    const session = opened({ api, stream: streamed })
    const reason =
      /no response of the API: .*it is paid and kept, and FIND_CACHE=refresh asks anew$/
    await expect(session.model.respond(asked)).rejects.toThrow(reason)
    await expect(opened({ api, stream: streamed }).model.respond(asked)).rejects.toThrow(reason)
    expect(server.asked).toHaveLength(1)
    expect(store.spent('s', 'a').tokens).toBe(120)
    expect(session.usage()).toMatchObject({ turns: 1, cached: 0, paid: { tokens: 120 } })
  },
)

const detail = [{ loc: ['body', 'max_tokens'], msg: 'Extra inputs are not permitted' }]
test.each([
  [
    'OpenAI says it',
    failsWith(400, {
      code: 'unsupported_parameter',
      message:
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    }),
  ],
  ['FastAPI says it', sends(jsonPayload({ detail }), 422)],
])('the limit of tokens goes by its other name once %s', async (_, complaint) => {
  server.next(complaint, says({ text: '1' }), says({ text: '2' }))
  const { model } = opened()
  expect((await model.respond(asked)).text).toBe('1')
  expect((await model.respond(exampleRequest('Next.'))).text).toBe('2')
  const limits = server.asked.map(({ body }) => [body['max_tokens'], body['max_completion_tokens']])
  expect(limits).toEqual([
    [16_384, undefined],
    [undefined, 16_384],
    [undefined, 16_384],
  ])
  // The answer is known under the same key, whatever its server wanted.
  expect((await opened().model.respond(asked)).text).toBe('1')
  expect(server.asked).toHaveLength(3)
})

test('the name of the limit can be set, and strictness be left off', async () => {
  const refusal = { message: "Unsupported parameter: 'max_completion_tokens'" }
  server.next(says({ text: '1' }), failsWith(400, refusal))
  const { model } = opened({ outputLimit: 'max_completion_tokens', strict: false })
  await model.respond(exampleRequest('?', { tools: exampleTools, format: exampleFormat }))
  const [{ body }] = server.asked as [(typeof server.asked)[number]]
  expect(body).not.toHaveProperty('max_tokens')
  expect(body['max_completion_tokens']).toBe(16_384)
  expect(JSON.stringify(body)).not.toContain('"strict":true')
  await expect(model.respond(asked)).rejects.toThrow('Unsupported parameter')
  server.next(says({ text: '2' }))
  const responses = opened({ api: 'responses', strict: false }).model
  await responses.respond(exampleRequest('?', { tools: exampleTools, format: exampleFormat }))
  expect(JSON.stringify(server.asked[2]!.body)).not.toContain('"strict":true')
})

test.each([
  failsWith(400, {
    message:
      "This model's maximum context length is 8192 tokens. However, you requested 16884 tokens (500 in the messages, 16384 in the completion).",
  }),
  sends(
    jsonPayload({
      object: 'error',
      message: "'max_tokens' or 'max_completion_tokens' is too large: 16384.",
      type: 'BadRequestError',
      code: 400,
    }),
    400,
  ),
])('an output limit beyond the context says what to set', async (step) => {
  server.next(step)
  await expect(opened().model.respond(asked)).rejects.toThrow(
    /16384.* \(maxOutputTokens is 16384: set it lower, below the model’s context\)$/,
  )
  expect(server.asked).toHaveLength(1)
})

test('a redirect is named', async () => {
  server.next((response) => response.writeHead(308, { location: 'https://a.test/v1' }).end())
  await expect(opened().model.respond(asked)).rejects.toThrow(
    'status 308: it redirects to https://a.test/v1, which is not followed: set baseURL to the address that answers',
  )
})
