import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { APIS } from '../run-settings.ts'
import type { Message, ModelReply, ModelRequest } from '../model.ts'
import { jsonPayload, PAGE } from '../../model-server/deliver.ts'
import type { ScriptStep } from '../../model-server/handle.ts'
import {
  cutsOff,
  endsEarly,
  failsWith,
  hangs,
  resets,
  says,
  saysNothing,
  type ScriptedServer,
  scriptedServer,
  sends,
  stalls,
  TOKENS,
} from '../../model-server/testing/scripted-server.ts'
import { chatApi } from './chat-api.ts'
import { Fault } from './fault.ts'
import type { Pace } from './limiter.ts'
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

type Config = NonNullable<Parameters<typeof exampleSettings>[0]>

let server: ScriptedServer
beforeEach(async () => {
  server = await scriptedServer()
})

for (const name of APIS)
  for (const stream of [false, true])
    describe(`${name}${stream ? ', streamed' : ''}`, () => {
      const api = name === 'chat' ? chatApi : responsesApi

      function opened({ pace = QUICK, ...config }: Config & { pace?: Pace } = {}) {
        const settings = exampleSettings({
          api: name,
          stream,
          baseURL: server.url,
          // So that there is reasoning to be shown again.
          effort: 'low',
          ...config,
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
        server.next(says({ text: '{"index": 1}' }))
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
          { name: 'query', arguments: '{"inputs":[1]}' },
          { name: 'query', arguments: '{"inputs":[2' },
        ]
        server.next(says({ text: 'Let me see.', calls }), says({ text: 'done' }))
        const { ask } = opened()
        const first = await ask(exampleRequest('Go on.', { tools: exampleTools }))
        expect(first).toMatchObject({ text: 'Let me see.', calls })
        const messages: Message[] = [
          { role: 'user', text: 'Go on.' },
          { role: 'assistant', reply: first },
          { role: 'tool', callId: first.calls[0]!.id, output: '{"outputs":[2]}' },
          { role: 'tool', callId: first.calls[1]!.id, output: '{"error":"?"}' },
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
          says({ refusal: 'No.' }),
          says({ text: '{"index": 1}' }),
          says({ text: 'Some', filtered: true }),
        )
        const { ask, paid } = opened({ maxOutputTokens: 1 })
        const asked = exampleRequest('?', { tools: exampleTools, format: exampleFormat })
        expect([await ask(asked), await ask(asked), await ask(asked)]).toMatchObject([
          { text: '', refusal: 'No.', truncated: false },
          { text: '{"in', refusal: null, truncated: true },
          { refusal: 'stopped by the content filter', truncated: false },
        ])
        expect(paid).toHaveLength(3)
      })

      const slow = { message: 'slow', code: 'rate_limit_exceeded' }
      const transient: Record<string, ScriptStep> = {
        'status 500': failsWith(500, { message: 'sorry', type: 'server_error' }),
        'status 503 without JSON': sends(PAGE, 503),
        'status 429': failsWith(429, slow),
        'status 429 with seconds to wait': failsWith(429, slow, { 'retry-after': '0' }),
        'status 429 with a date to wait for': failsWith(429, slow, {
          'retry-after': new Date(0).toUTCString(),
        }),
        'a reset connection': resets,
        'an answer that is cut off': cutsOff,
        'an answer that ends early': endsEarly,
        'another content type': sends(PAGE),
        'an empty answer': saysNothing,
        'an error with the status of a success': sends(
          jsonPayload({ error: { message: 'overloaded' } }),
        ),
        'a stream that is no JSON': sends({ type: 'text/event-stream', parts: ['data: {"id\n\n'] }),
        'a stream with an error': sends({
          type: 'text/event-stream',
          parts: ['event: error\ndata: {"error": {"code": "server_error", "message": "oh"}}\n\n'],
        }),
      }
      for (const [fault, step] of Object.entries(transient))
        test(`tries again after ${fault}`, async () => {
          server.next(step, says({ text: 'ok' }))
          const { ask, paid } = opened()
          expect((await ask(exampleRequest('?'))).text).toBe('ok')
          expect(server.asked).toHaveLength(2)
          expect(paid).toHaveLength(1)
        })

      test.for([
        ['no answer', hangs],
        ['half an answer', stalls],
      ] as const)('%s in time costs one time limit', async ([, step]) => {
        server.next(step, says({ text: 'late' }))
        const { ask } = opened({ requestTimeout: 300 })
        expect(await faultOf(ask(exampleRequest('?')))).toMatchObject({
          message: 'no whole answer within 300 ms (requestTimeout)',
          transient: false,
          tries: 1,
        })
        expect(server.asked).toHaveLength(1)
      })

      test('gives up after so many tries, with the reason', async () => {
        server.next(...Array.from({ length: 4 }, () => transient['status 500']!))
        const { ask, paid } = opened()
        expect(await faultOf(ask(exampleRequest('?')))).toMatchObject({
          message: 'sorry (server_error)',
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
        server.next(failsWith(status, { message: 'said', ...error }, headers))
        const fault = await faultOf(opened().ask(exampleRequest('?')))
        expect(fault).toMatchObject({ status, tries: 1 })
        expect(fault.message).toMatch(/^said/)
        expect(server.asked).toHaveLength(1)
      })

      // Longer than any test may take: one that is waited for failsWith.
      const patient = { backoff: 1e6, longestBackoff: 1e6, longestPause: 1e6 }
      const unfinished: Record<string, ScriptStep> = {
        'without an answer': hangs,
        'within an answer': stalls,
        'that waits for another try': failsWith(500, { message: 'wait' }),
        'that waits for the server': failsWith(429, { message: 'wait' }, { 'retry-after': '900' }),
      }
      for (const [state, step] of Object.entries(unfinished))
        test(`an abort ends a request ${state}`, async () => {
          const reason = new Error('stopped')
          const control = new AbortController()
          server.next(step)
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
        const other = await scriptedServer()
        other.next(says({ text: 'led astray' }))
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
        server.next(says({ text: 'ok' }))
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

const saysAfter =
  (gate: Promise<void>): ScriptStep =>
  async (...exchange) => {
    await gate
    return says({ text: 'ok' })(...exchange)
  }

test('no more requests are out than the settings allow, and a full queue is left at once', async () => {
  const settings = exampleSettings({ baseURL: server.url })
  const { ask } = openServer(settings, chatApi, ENV, QUICK)
  const prepared = chatApi.prepare(settings, exampleRequest('?'))
  const control = new AbortController()
  const gates = Array.from({ length: 12 }, () => Promise.withResolvers<void>())
  server.next(...gates.map(({ promise }) => saysAfter(promise)))
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
  const throttles = failsWith(429, { message: 'slow' })
  const held = Promise.withResolvers<void>()
  const holds = saysAfter(held.promise)
  server.next(throttles, throttles, throttles, throttles, holds, holds)
  server.next(says({ text: 'ok' }), says({ text: 'ok' }))
  const all = [1, 2, 3, 4].map(() => ask(prepared, 'id', signal, () => undefined))
  await expect.poll(() => server.asked.length).toBe(6)
  expect(server.open).toBe(2)
  held.resolve()
  await Promise.all(all)
  expect(server.asked).toHaveLength(8)
})

test('a server that bears ten at once answers a burst of 120, and refuses few of it', async () => {
  const settings = { ...exampleSettings({ baseURL: server.url, retries: 2 }), concurrency: 32 }
  const { ask } = openServer(settings, chatApi, ENV, { ...QUICK, backoff: 20, longestBackoff: 200 })
  const prepared = chatApi.prepare(settings, exampleRequest('?'))
  const { signal } = new AbortController()
  const bears: ScriptStep = async (...exchange) => {
    if (server.open > 10) return failsWith(429, { message: 'slow' })(...exchange)
    await sleep(20)
    return says({ text: 'ok' })(...exchange)
  }
  server.next(...Array<ScriptStep>(1000).fill(bears))
  const all = Array.from({ length: 120 }, () => ask(prepared, 'id', signal, () => undefined))
  expect((await Promise.all(all)).map(({ text }) => text)).toEqual(Array(120).fill('ok'))
  expect(server.asked.length).toBeGreaterThan(120)
  expect(server.asked.length).toBeLessThan(180)
})

test.for([1, 2, 3])(
  'what gets lost %i times while others are answered is tried again, twice at most',
  async (lost) => {
    const settings = exampleSettings({ baseURL: server.url, requestTimeout: 600 })
    const { ask } = openServer(settings, chatApi, ENV, QUICK)
    const { signal } = new AbortController()
    const asking = (text: string) =>
      ask(chatApi.prepare(settings, exampleRequest(text)), text, signal, () => undefined)
    let left = lost
    const step: ScriptStep = async (...exchange) => {
      const isLost = JSON.stringify(server.asked.at(-1)).includes('lost') && left-- > 0
      return (isLost ? hangs : says({ text: 'ok' }))(...exchange)
    }
    server.next(...Array<ScriptStep>(200).fill(step))
    const over = new AbortController()
    const reply = asking('lost')
      .then(
        ({ text }) => text,
        ({ message }: Fault) => message,
      )
      .finally(() => over.abort())
    while (!over.signal.aborted) {
      await asking('other')
      await sleep(50)
    }
    expect(await reply).toBe(lost < 3 ? 'ok' : 'no whole answer within 600 ms (requestTimeout)')
  },
)

test('a server that hangs is asked one at a time, until it answers', async () => {
  const settings = exampleSettings({ baseURL: server.url, requestTimeout: 300 })
  const { ask } = openServer(settings, chatApi, ENV, QUICK)
  const prepared = chatApi.prepare(settings, exampleRequest('?'))
  const { signal } = new AbortController()
  const reasons = async (count: number) => {
    const all = Array.from({ length: count }, () => ask(prepared, 'id', signal, () => undefined))
    return (await Promise.allSettled(all)).map((one) =>
      one.status === 'rejected' ? (one.reason as Fault).message.slice(0, 20) : one.value.text,
    )
  }
  server.next(...Array<ScriptStep>(8).fill(hangs))
  const said = await reasons(40)
  // Four are out at once; as each is given up, the next one goes before four have failed.
  const waited = said.filter((reason) => reason === 'no whole answer with').length
  expect(waited).toBe(server.asked.length)
  expect(waited).toBeLessThanOrEqual(8)
  expect(said.filter((reason) => reason === 'the server has answe')).toHaveLength(40 - waited)
  server.next(...Array<ScriptStep>(20).fill(says({ text: 'ok' })))
  // What was prepared for those that were not asked is still there.
  for (let left = 8 - waited; left > 0; left--) await reasons(1)
  expect(await reasons(1)).toEqual(['ok'])
  expect(await reasons(1)).toEqual(['ok'])
})
