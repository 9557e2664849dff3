import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { APIS, type Message, type ModelReply, type ModelRequest } from '../contracts.ts'
import { chatApi } from './chat-api.ts'
import { Fault } from './fault.ts'
import { responsesApi } from './responses-api.ts'
import { openServer } from './server.ts'
import {
  ENV,
  exampleFormat,
  exampleRequest,
  exampleSettings,
  exampleTools,
  KEY,
  QUICK,
} from './testing/example-request.ts'
import {
  cutShort,
  hang,
  hangInBody,
  hangInStream,
  json,
  plain,
  reset,
  says,
  type Script,
  type ScriptedServer,
  scriptedServer,
  TOKENS,
} from './testing/scripted-server.ts'

let server: ScriptedServer
beforeEach(async () => {
  server = await scriptedServer()
})
afterEach(() => server[Symbol.asyncDispose]())

for (const name of APIS)
  for (const stream of [false, true])
    describe(`${name}${stream ? ', streamed' : ''}`, () => {
      const api = name === 'chat' ? chatApi : responsesApi
      const answers = (text: string): Script => says(name, stream, { text })

      function opened({ requestTimeout = 20_000, pace = QUICK } = {}) {
        const settings = exampleSettings({
          api: name,
          stream,
          baseURL: server.url,
          requestTimeout,
        })
        const real = openServer(settings, api, ENV, pace)
        const paid: unknown[] = []
        const ask = (request: ModelRequest, signal = new AbortController().signal) =>
          real.ask(api.prepare(settings, request), 'id', signal, (body) => paid.push(body))
        return { ask, paid }
      }
      const faultOf = async (reply: Promise<ModelReply>): Promise<Fault> => {
        const error: unknown = await reply.catch((reason: unknown) => reason)
        expect(error).toBeInstanceOf(Fault)
        return error as Fault
      }

      test('asks with the key, and reads text and tokens', async () => {
        server.next(answers('{"index": 1}'))
        const { ask, paid } = opened()
        expect(await ask(exampleRequest('Which?', { format: exampleFormat }))).toMatchObject({
          text: '{"index": 1}',
          calls: [],
          refusal: null,
          truncated: false,
          tokens: TOKENS,
        })
        const { path, headers, body } = server.asked[0]!
        expect(path).toBe(name === 'chat' ? '/v1/chat/completions' : '/v1/responses')
        expect(headers.authorization).toBe(`Bearer ${KEY}`)
        expect(headers['x-client-request-id']).toBe('id')
        expect(body['stream']).toBe(stream ? true : undefined)
        expect(paid).toHaveLength(1)
        // What is kept can be read again, also after it was on a disk.
        expect(api.read(JSON.parse(JSON.stringify(paid[0])))).toMatchObject({ tokens: TOKENS })
      })

      test('calls tools in one turn and hears of them in the next', async () => {
        const calls = [
          { id: 'call_1', name: 'run_function', arguments: '{"inputs":[1]}' },
          { id: 'call_2', name: 'run_function', arguments: '{"inputs":[2' },
        ]
        server.next(says(name, stream, { text: 'Let me see.', calls }), answers('done'))
        const { ask } = opened()
        const first = await ask(exampleRequest('Go on.', { tools: exampleTools }))
        expect(first).toMatchObject({ text: 'Let me see.', calls })
        const messages: Message[] = [
          { role: 'user', text: 'Go on.' },
          { role: 'assistant', reply: first },
          { role: 'tool', callId: 'call_1', output: '{"outputs":[2]}' },
          { role: 'tool', callId: 'call_2', output: '{"error":"?"}' },
        ]
        const next = await ask(exampleRequest('', { messages, tools: exampleTools }))
        expect(next.text).toBe('done')
        const { body } = server.asked[1]!
        const said = (body['input'] ?? body['messages']) as Record<string, unknown>[]
        expect(said.map(({ type, role }) => type ?? role)).toEqual(
          name === 'chat'
            ? ['system', 'user', 'assistant', 'tool', 'tool']
            : [
                'user',
                'reasoning',
                'message',
                'function_call',
                'function_call',
                'function_call_output',
                'function_call_output',
              ],
        )
      })

      test('tells refusals and answers that are cut off, which are paid as well', async () => {
        server.next(
          says(name, stream, { refusal: 'No.' }),
          says(name, stream, { text: '{"ind', ending: 'length' }),
          says(name, stream, { text: 'Some', ending: 'content_filter' }),
        )
        const { ask, paid } = opened()
        const asked = exampleRequest('?', { tools: exampleTools, format: exampleFormat })
        expect([await ask(asked), await ask(asked), await ask(asked)]).toMatchObject([
          { text: '', refusal: 'No.', truncated: false },
          { text: '{"ind', refusal: null, truncated: true },
          { refusal: 'stopped by the content filter', truncated: false },
        ])
        expect(paid).toHaveLength(3)
      })

      const slow = { message: 'slow', code: 'rate_limit_exceeded' }
      const transient: Record<string, Script> = {
        'status 500': json({ error: { message: 'sorry' } }, { status: 500 }),
        'status 503 without JSON': plain('<h1>Busy</h1>', 'text/html', 503),
        'status 429': json({ error: slow }, { status: 429 }),
        'status 429 with seconds to wait': json(
          { error: slow },
          { status: 429, headers: { 'retry-after': '0' } },
        ),
        'status 429 with a date to wait for': json(
          { error: slow },
          { status: 429, headers: { 'retry-after': new Date(0).toUTCString() } },
        ),
        'no answer': hang,
        'half an answer': hangInBody,
        'a reset connection': reset,
        'JSON that is cut off': plain('{"id": "', 'application/json'),
        'another content type': plain('<h1>Welcome</h1>', 'text/html'),
        'no content': plain('', 'application/json'),
        'an empty answer': json(name === 'chat' ? { choices: [] } : { output: [] }),
        'an error with the status of a success': json({ error: { message: 'overloaded' } }),
        'a stream that is cut short': cutShort(name, { text: 'Half of it' }),
        'a stream that stands still': hangInStream(name),
        'a stream that is no JSON': plain('data: {"id\n\n', 'text/event-stream'),
        'a stream with an error': plain(
          'event: error\ndata: {"error": {"code": "server_error", "message": "oh"}}\n\n',
          'text/event-stream',
        ),
      }
      const silent = new Set<Script | undefined>([
        hang,
        hangInBody,
        transient['a stream that stands still'],
      ])
      for (const [fault, script] of Object.entries(transient))
        test(`tries again after ${fault}`, async () => {
          server.next(script, answers('ok'))
          const { ask, paid } = opened(silent.has(script) ? { requestTimeout: 150 } : {})
          expect((await ask(exampleRequest('?'))).text).toBe('ok')
          expect(server.asked).toHaveLength(2)
          expect(paid).toHaveLength(1)
        })

      test('gives up after so many tries, with the reason', async () => {
        server.next(...Array.from({ length: 4 }, () => transient['status 500']!))
        const { ask, paid } = opened()
        expect(await faultOf(ask(exampleRequest('?')))).toMatchObject({
          message: 'sorry',
          status: 500,
          tries: 4,
        })
        expect(server.asked).toHaveLength(4)
        expect(paid).toHaveLength(0)
      })

      test.for([
        ['a request that is too long', 400, { code: 'context_length_exceeded' }, {}],
        ['a quota that is used up', 429, { code: 'insufficient_quota' }, { 'retry-after': '1' }],
        ['an unknown model', 404, {}, {}],
        ['a key that is refused', 401, { code: 'invalid_api_key' }, {}],
        ['a wait longer than any', 429, {}, { 'retry-after': '86400' }],
      ] as const)('does not try again after %s', async ([, status, error, headers]) => {
        server.next(json({ error: { message: 'said', ...error } }, { status, headers }))
        const fault = await faultOf(opened().ask(exampleRequest('?')))
        expect(fault).toMatchObject({ status, tries: 1 })
        expect(fault.message).toMatch(/^said/)
        expect(server.asked).toHaveLength(1)
      })

      // Longer than any test may take: one that is waited for fails.
      const patient = { backoff: 1e6, longestBackoff: 1e6, longestPause: 1e6 }
      const sorry = { error: { message: 'wait' } }
      const unfinished: Record<string, Script> = {
        'without an answer': hang,
        'within an answer': hangInBody,
        'within a stream': hangInStream(name),
        'that waits for another try': json(sorry, { status: 500 }),
        'that waits for the server': json(sorry, {
          status: 429,
          headers: { 'retry-after': '900' },
        }),
      }
      for (const [state, script] of Object.entries(unfinished))
        test(`an abort ends a request ${state}`, async () => {
          const reason = new Error('stopped')
          const control = new AbortController()
          server.next(script)
          const { ask } = opened({ pace: patient })
          const reply = ask(exampleRequest('?'), control.signal).catch((error: unknown) => error)
          await expect.poll(() => server.asked.length).toBe(1)
          control.abort(reason)
          expect(await reply).toBe(reason)
          // The server need not go on either.
          await expect.poll(() => server.open).toBe(0)
          expect(server.asked).toHaveLength(1)
        })

      test('is not led to another server, which would hear all that was said', async () => {
        await using other = await scriptedServer()
        other.next(answers('led astray'))
        const location = `${other.url}/chat/completions`
        server.next((response) => response.writeHead(307, { location }).end())
        const { ask, paid } = opened()
        expect(await faultOf(ask(exampleRequest('Go on.')))).toMatchObject({
          status: 307,
          transient: false,
        })
        expect([server.asked.length, other.asked.length, paid.length]).toEqual([1, 0, 0])
      })

      test('a fault of the code around it is no fault of the request', async () => {
        server.next(answers('ok'))
        const settings = exampleSettings({ api: name, stream, baseURL: server.url })
        const { ask } = openServer(settings, api, ENV, QUICK)
        const full = new Error('disk full')
        const { signal } = new AbortController()
        const reply = ask(api.prepare(settings, exampleRequest('?')), 'id', signal, () => {
          throw full
        })
        await expect(reply).rejects.toBe(full)
        expect(server.asked).toHaveLength(1)
      })
    })

test('no more requests are out than the settings allow, and a full queue is left at once', async () => {
  const settings = exampleSettings({ baseURL: server.url })
  const { ask } = openServer(settings, chatApi, ENV, QUICK)
  const prepared = chatApi.prepare(settings, exampleRequest('?'))
  const control = new AbortController()
  const gates = Array.from({ length: 12 }, () => Promise.withResolvers<void>())
  server.next(
    ...gates.map(
      ({ promise }): Script =>
        (response) =>
          void promise.then(() => says('chat', false, { text: 'ok' })(response)),
    ),
  )
  const { signal } = new AbortController()
  const staying = gates.map(() => ask(prepared, 'id', signal, () => undefined))
  const leaving = ask(prepared, 'id', control.signal, () => undefined)
  await expect.poll(() => server.open).toBe(4)
  control.abort(new Error('left'))
  await expect(leaving).rejects.toThrow('left')
  for (const { resolve } of gates) resolve()
  await Promise.all(staying)
  expect(server.most).toBe(4)
  expect(server.asked).toHaveLength(12)
})

test('a throttled server is asked by fewer at a time', async () => {
  const settings = exampleSettings({ baseURL: server.url })
  const { ask } = openServer(settings, chatApi, ENV, QUICK)
  const prepared = chatApi.prepare(settings, exampleRequest('?'))
  const { signal } = new AbortController()
  const throttles = json({ error: { message: 'slow' } }, { status: 429 })
  const held = Promise.withResolvers<void>()
  const holds: Script = (response) =>
    void held.promise.then(() => says('chat', false, { text: 'ok' })(response))
  server.next(...Array.from({ length: 4 }, () => throttles), holds, holds)
  server.next(...Array.from({ length: 2 }, () => says('chat', false, { text: 'ok' })))
  const all = [1, 2, 3, 4].map(() => ask(prepared, 'id', signal, () => undefined))
  await expect.poll(() => server.asked.length).toBe(6)
  expect(server.open).toBe(2)
  held.resolve()
  await Promise.all(all)
  expect(server.asked).toHaveLength(8)
})
