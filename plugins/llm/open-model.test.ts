import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Message } from '../model.ts'
import { Usage } from '../records.ts'
import {
  failsWith,
  says,
  type ScriptedServer,
  scriptedServer,
  TOKENS,
} from '../../model-server/testing/scripted-server.ts'
import { ModelError } from './model-error.ts'
import { type ModelClient, openModel } from './open-model.ts'
import { openStore, type ResponseStore } from './response-store.ts'
import { ENV, exampleRequest, exampleSettings, KEY, QUICK } from './testing/example-request.ts'
import { openTranscript } from './transcript.ts'

const ABOUT = { session: 's', account: 'a', cache: 'on', env: ENV, pace: QUICK } as const

let server: ScriptedServer
let folder: string
let store: ResponseStore
beforeEach(async () => {
  server = await scriptedServer()
  folder = mkdtempSync(join(tmpdir(), 'open-model-'))
  store = openStore(join(folder, 'store.sqlite'), 'on')
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

type Config = Parameters<typeof exampleSettings>[0]
const settings = (config: Config = {}) => exampleSettings({ baseURL: server.url, ...config })
const client = (config: Config = {}) => openModel(settings(config), store, ABOUT)

const sessionOf = (
  opened: ModelClient,
  about: Partial<Parameters<ModelClient['session']>[0]> = {},
) =>
  opened.session({
    caseId: 'numeric/f00001',
    trial: 0,
    signal: new AbortController().signal,
    transcript: null,
    ...about,
  })

const asks = exampleRequest

const errorOf = async (reply: Promise<unknown>): Promise<ModelError> => {
  const error = await reply.then(
    () => new Error('there was a reply'),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ModelError)
  return error as ModelError
}

describe('the cache', () => {
  const answers = (text: string) => says({ text })

  test('what was paid once is not asked again, whatever became of the process', async () => {
    server.next(answers('1'))
    const first = await sessionOf(client()).model.respond(asks('?'))
    store.close()
    store = openStore(join(folder, 'store.sqlite'), 'on')
    const session = sessionOf(client())
    expect(await session.model.respond(asks('?'))).toEqual(first)
    expect(server.asked).toHaveLength(1)
    expect(session.usage()).toMatchObject({ turns: 1, cached: 1, inputTokens: TOKENS.input })
    expect(session.usage().paid).toEqual({ tokens: 0, usd: null })
  })

  test('other cases, trials, prompts, settings and words are asked anew', async () => {
    const scripts = ['0', '1', '2', '3', '4', '5'].map(answers)
    server.next(...scripts)
    const mine = client()
    const texts = [
      await sessionOf(mine).model.respond(asks('?')),
      await sessionOf(mine, { caseId: 'numeric/f00002' }).model.respond(asks('?')),
      await sessionOf(mine, { trial: 1 }).model.respond(asks('?')),
      await sessionOf(mine).model.respond(asks('?', { prompt: 'aia/numeric@2' })),
      await sessionOf(client({ temperature: 1 })).model.respond(asks('?')),
      await sessionOf(mine).model.respond(asks('??')),
    ].map(({ text }) => text)
    expect(texts).toEqual(['0', '1', '2', '3', '4', '5'])
    // Whether the answer is streamed is no matter.
    const streamed = sessionOf(client({ stream: true }))
    expect((await streamed.model.respond(asks('?'))).text).toBe('0')
    expect(server.asked).toHaveLength(6)
  })

  test('equal requests at the same time are one', async () => {
    server.next(answers('once'))
    const session = sessionOf(client())
    const replies = await Promise.all([1, 2, 3].map(() => session.model.respond(asks('?'))))
    expect(replies.map(({ text }) => text)).toEqual(['once', 'once', 'once'])
    expect(server.asked).toHaveLength(1)
    expect(session.usage()).toMatchObject({ turns: 3, cached: 2 })
    expect(store.spent('s', 'a').tokens).toBe(TOKENS.input + TOKENS.output)
  })

  test('refresh asks a conversation anew, and leaves nothing of the old one', async () => {
    const converse = async (mode: 'on' | 'refresh', turns: number) => {
      store.close()
      store = openStore(join(folder, 'store.sqlite'), mode)
      const about = { ...ABOUT, cache: mode }
      const { model } = sessionOf(openModel(settings(), store, about))
      const messages: Message[] = [{ role: 'user', text: 'Begin.' }]
      for (let turn = 0; turn < turns; turn++) {
        const reply = await model.respond(asks('', { messages: [...messages] }))
        messages.push({ role: 'assistant', reply }, { role: 'user', text: 'Go on.' })
      }
      return messages.flatMap((one) => (one.role === 'assistant' ? one.reply.text : []))
    }
    server.next(answers('1'), answers('2'), answers('3'), answers('other case'))
    await converse('on', 3)
    await sessionOf(client(), { caseId: 'numeric/f00002' }).model.respond(asks('Begin.'))
    server.next(answers('1 anew'), answers('2 anew'))
    expect(await converse('refresh', 2)).toEqual(['1 anew', '2 anew'])
    expect(server.asked).toHaveLength(6)
    expect(await converse('on', 2)).toEqual(['1 anew', '2 anew'])
    expect(server.asked).toHaveLength(6)
    const database = new DatabaseSync(join(folder, 'store.sqlite'))
    const rows = database.prepare('SELECT response FROM responses').all()
    database.close()
    expect(rows.map((row) => /"content":"([^"]*)"/.exec(String(row['response']))![1])).toEqual(
      expect.arrayContaining(['1 anew', '2 anew', 'other case']),
    )
    expect(rows).toHaveLength(3)
  })

  test('nothing is called when it is read alone', async () => {
    server.next(answers('paid'))
    await sessionOf(client()).model.respond(asks('?'))
    // No key is needed either.
    const about = { ...ABOUT, cache: 'read', env: {} } as const
    const reader = sessionOf(openModel(settings(), store, about))
    expect((await reader.model.respond(asks('?'))).text).toBe('paid')
    const error = await errorOf(reader.model.respond(asks('other')))
    expect(error.message).toMatch(/: not in the cache \(FIND_CACHE=read calls nothing\)$/)
    expect(server.asked).toHaveLength(1)
  })

  test('an answer is kept even where nobody waits for it any more', async () => {
    server.next(answers('late'))
    const control = new AbortController()
    const aborting: ResponseStore = {
      ...store,
      put(...answer) {
        control.abort(new Error('stopped'))
        store.put(...answer)
      },
    }
    const leaving = sessionOf(openModel(settings(), aborting, ABOUT), { signal: control.signal })
    await expect(leaving.model.respond(asks('?'))).rejects.toThrow('stopped')
    expect((await sessionOf(client()).model.respond(asks('?'))).text).toBe('late')
    expect(server.asked).toHaveLength(1)
  })
})

test('an abort is heeded before anything is done', async () => {
  const signal = AbortSignal.abort(new Error('before'))
  const { model } = sessionOf(client(), { signal })
  await expect(model.respond(asks('?'))).rejects.toThrow('before')
  expect(server.asked).toHaveLength(0)
})

test('usage counts what was asked, in tokens and dollars', async () => {
  const price = { input: 10, cachedInput: 1, output: 50 }
  const usd = (60 * 10 + 40 * 1 + 20 * 50) / 1e6
  server.next(says({ text: '1' }), says({ text: '2' }))
  const mine = client({ price })
  await sessionOf(mine).model.respond(asks('1'))
  const session = sessionOf(mine)
  await session.model.respond(asks('1'))
  await session.model.respond(asks('2', { prompt: 'aia/numeric@2' }))
  const usage = Usage.parse(session.usage())
  expect({ ...usage, ms: 0 }).toEqual({
    model: settings().identity,
    prompts: ['aia/numeric@1', 'aia/numeric@2'],
    turns: 2,
    cached: 1,
    inputTokens: 200,
    outputTokens: 40,
    usd: 2 * usd,
    paid: { tokens: 120, usd },
    ms: 0,
  })
})

test('a budget is spent by all sessions of an account together', async () => {
  server.next(says({ text: '1' }), says({ text: '2' }))
  const price = { input: 10, output: 50 }
  const byTokens = client({ budget: { tokens: 200 } })
  const byDollars = client({ price, budget: { usd: 0.003 } })
  const kase = { caseId: 'numeric/f00001', trial: 0 }
  const admit = async (mine: ModelClient) => {
    const admitted = await mine.admit(kase, null)
    mine.end(kase)
    return admitted
  }
  const both = async () => [await admit(byTokens), await admit(byDollars)]
  expect(await both()).toEqual([true, true])
  await sessionOf(byDollars).model.respond(asks('1'))
  expect(await both()).toEqual([true, true])
  await sessionOf(byDollars, { trial: 1 }).model.respond(asks('1'))
  expect(await both()).toEqual([false, false])
  const about = { ...ABOUT, account: 'judge' }
  expect(await admit(openModel(settings({ budget: { tokens: 1 } }), store, about))).toBe(true)
})

test('the transcript has every turn, and the key is nowhere', async () => {
  server.next(says({ text: `My key is ${KEY}` }), failsWith(403, { message: KEY }))
  const path = join(folder, 'transcript.md')
  const transcript = openTranscript(path, 'A case', [KEY])
  const { model } = sessionOf(client(), { transcript })
  await model.respond(asks('What is it?'))
  const error = await errorOf(model.respond(asks('And now?')))
  const written = readFileSync(path, 'utf8')
  expect(written).toContain('What is it?')
  for (const text of [written, error.message, error.stack, error.reason])
    expect(text).not.toContain(KEY)
})

test('a key that a server puts into its answer is kept nowhere', async () => {
  server.next(says({ text: `your key is ${KEY}` }))
  const session = sessionOf(client())
  expect((await session.model.respond(asks('?'))).text).toBe('your key is [redacted]')
  store.close()
  const bytes = readFileSync(join(folder, 'store.sqlite'))
  expect(bytes.includes(KEY)).toBe(false)
  expect(bytes.includes('[redacted]')).toBe(true)
  store = openStore(join(folder, 'store.sqlite'), 'on')
})

test.each([
  ['ends with a carriage return', 'my-own-key-0123456789\r'],
  ['ends with a blank', 'my-own-key-0123456789 '],
  ['has a quote and a backslash', 'my"own\\key-0123456789'],
  ['stands in quotes', '"my-own-key-0123456789"'],
])('a key that %s is sent trimmed, and kept nowhere', async (_, key) => {
  const sent = key.trim()
  const bare = sent.replaceAll(/^"|"$/g, '')
  const forms = [key, sent, bare, JSON.stringify(bare).slice(1, -1)]
  const args = JSON.stringify({ inputs: [], key: bare })
  server.next(says({ text: forms.join(' | '), calls: [{ name: 'query', arguments: args }] }))
  const about = { ...ABOUT, env: { OPENAI_API_KEY: key } }
  const path = join(folder, 'transcript.md')
  const transcript = openTranscript(path, 'A case', [key])
  const { model } = sessionOf(openModel(settings(), store, about), { transcript })
  const reply = await model.respond(asks('?'))
  expect(server.asked[0]!.headers.authorization).toBe(`Bearer ${sent}`)
  store.close()
  const kept = ['store.sqlite', 'transcript.md'].map((file) => readFileSync(join(folder, file)))
  store = openStore(join(folder, 'store.sqlite'), 'on')
  for (const form of forms)
    for (const text of [JSON.stringify(reply.raw), reply.text, reply.calls[0]!.arguments, ...kept])
      expect(text.includes(form)).toBe(false)
})

test('a header that is no header does not show its key', async () => {
  vi.stubEnv('OPENAI_CUSTOM_HEADERS', `X-Key: ${KEY}\rx`)
  try {
    const error = await errorOf(sessionOf(client()).model.respond(asks('?')))
    expect(error.message).toMatch(/TypeError: .*\[redacted\]/)
    expect(error.stack).not.toContain(KEY)
  } finally {
    vi.unstubAllEnvs()
  }
})

test('a missing key is told before anything is asked', async () => {
  const about = { ...ABOUT, env: {} }
  const own = { ...settings(), baseURL: 'https://api.openai.com/v1' }
  const error = await errorOf(sessionOf(openModel(own, store, about)).model.respond(asks('?')))
  expect(error.message).toMatch(/set OPENAI_API_KEY, or OPENAI_BASE_URL of a compatible server/)
  server.next(says({ text: 'free' }))
  const local = sessionOf(openModel(settings(), store, about))
  expect((await local.model.respond(asks('?'))).text).toBe('free')
  expect(server.asked[0]!.headers.authorization).toBe('Bearer none')
})
