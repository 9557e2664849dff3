import { expect, test } from 'vitest'
import type { z } from 'zod'
import { ModelConfig, modelSettings, requireKey } from './model-settings.ts'

const settings = (
  config: Partial<z.input<typeof ModelConfig>> = {},
  { env = {}, prices = {} }: Partial<Parameters<typeof modelSettings>[1]> = {},
) => modelSettings(ModelConfig.parse({ name: 'gpt-5', ...config }), { concurrency: 8, env, prices })

test('a name is enough', () => {
  expect(settings()).toEqual({
    identity: {
      name: 'gpt-5',
      api: 'responses',
      effort: null,
      temperature: null,
      maxOutputTokens: 16_384,
    },
    baseURL: 'https://api.openai.com/v1',
    apiKeyEnv: 'OPENAI_API_KEY',
    stream: false,
    outputLimit: null,
    strict: true,
    requestTimeout: 300_000,
    retries: 6,
    concurrency: 8,
    budget: { tokens: null, usd: null },
    price: { provider: 'openai', model: 'gpt-5' },
  })
})

test('the config wins over OPENAI_BASE_URL, and that over OpenAI', () => {
  const env = { OPENAI_BASE_URL: 'http://localhost:11434/v1/' }
  expect(settings({}, { env }).baseURL).toBe('http://localhost:11434/v1')
  expect(settings({ baseURL: 'https://vllm.example/v1' }, { env }).baseURL).toBe(
    'https://vllm.example/v1',
  )
  expect(settings({}, { env: { OPENAI_BASE_URL: '' } }).baseURL).toBe('https://api.openai.com/v1')
})

test.for([
  ['https://api.openai.com/v1', 'responses'],
  ['https://eu.api.openai.com/v1', 'responses'],
  ['https://api.openai.com.example/v1', 'chat'],
  ['https://notapi.openai.com/v1', 'chat'],
  ['http://127.0.0.1:8000/v1', 'chat'],
] as const)('by default %s is spoken to by %s', ([baseURL, api]) => {
  expect(settings({ baseURL }).identity.api).toBe(api)
  for (const own of ['chat', 'responses'] as const)
    expect(settings({ baseURL, api: own }).identity.api).toBe(own)
})

test('a price is its own, or stands in the table', () => {
  const prices = { 'gpt-5': { input: 1, output: 2 } }
  expect(settings({}, { prices }).price).toEqual({ input: 1, output: 2 })
  expect(settings({ price: { input: 3, output: 4 } }, { prices }).price).toEqual({
    input: 3,
    output: 4,
  })
  expect(settings({ name: 'toString' }, { prices }).price).toBeNull()
  expect(settings({ budget: { usd: 5 } }, { prices }).budget).toEqual({ tokens: null, usd: 5 })
  expect(settings({ budget: { usd: 5 } }).price).toEqual({ provider: 'openai', model: 'gpt-5' })
  expect(() => settings({ name: 'own', budget: { usd: 5 } })).toThrow(
    'model own: expected a price, its own or in the table of prices, for its budget of 5 US dollars; got none',
  )
})

test('credentials in an address are refused, and not repeated', () => {
  const secret = 'hunter2hunter2'
  for (const url of [
    `https://user:${secret}@host.example/v1`,
    `https://${secret}@host.example/v1`,
    `https://host.example/v1?key=${secret}`,
    `https://host.example/v1#${secret}`,
    `ftp://host.example/${secret}`,
    secret,
  ])
    for (const read of [
      () => settings({ baseURL: url }),
      () => settings({}, { env: { OPENAI_BASE_URL: url } }),
    ]) {
      expect(read).toThrow(/^(model gpt-5: baseURL|OPENAI_BASE_URL): expected an address .*; got/)
      expect(read).not.toThrow(secret)
    }
})

test('options that make no sense are refused', () => {
  const key = 'sk-test-0123456789abcdefghij'
  const refused: Record<string, object> = {
    unknown: { temprature: 1 },
    'a key in place of its variable': { apiKeyEnv: key },
    effort: { effort: 'maximal' },
    temperature: { temperature: 3 },
    budget: { budget: { tokens: 0 } },
    'a wait that fetch does not bear': { requestTimeout: 600_000 },
  }
  for (const [name, config] of Object.entries(refused)) {
    const { error } = ModelConfig.safeParse({ name: 'gpt-5', ...config })
    expect(error, name).toBeDefined()
    expect(error?.message).not.toContain(key)
  }
  const slow = { name: 'gpt-5', requestTimeout: 600_000, stream: true }
  expect(ModelConfig.parse(slow).requestTimeout).toBe(600_000)
})

test('a key is required by OpenAI alone', () => {
  const baseURL = 'http://localhost:8000/v1'
  // What is set for OpenAI goes to no other server that the config names.
  expect(requireKey(settings({ baseURL }), { OPENAI_API_KEY: 'other' })).toBe('none')
  const keyed = settings({ baseURL, apiKeyEnv: 'OPENAI_API_KEY' })
  expect(requireKey(keyed, {})).toBe('none')
  expect(requireKey(keyed, { OPENAI_API_KEY: 'local' })).toBe('local')
  const own = settings({ apiKeyEnv: 'MY_KEY' })
  expect(requireKey(own, { MY_KEY: 'mine', OPENAI_API_KEY: 'other' })).toBe('mine')
  expect(requireKey(own, { MY_KEY: ' mine\n' })).toBe('mine')
  for (const MY_KEY of ['two words', 'two\nlines', 'schlüssel'])
    expect(() => requireKey(own, { MY_KEY })).toThrow(
      /^model gpt-5: expected a key in MY_KEY; got white space or letters that no key has$/,
    )
  expect(() => requireKey(own, { MY_KEY: '', OPENAI_API_KEY: 'other' })).toThrow(
    'model gpt-5: expected a key in MY_KEY, which is empty: set MY_KEY, or OPENAI_BASE_URL of a ' +
      'compatible server; FIND_CACHE=read replays cached answers',
  )
})
