import { expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { cost } from './cost.ts'
import { findListed, LIST, nameOfListed } from './listed-prices.ts'

const tokens = { input: 1_000_000, cachedInput: 400_000, output: 100_000 }

test('dollars per million tokens, less for input that the server had cached', () => {
  expect(cost(tokens, { input: 2, cachedInput: 0.5, output: 10 })).toBeCloseTo(1.2 + 0.2 + 1, 12)
  expect(cost(tokens, { input: 2, output: 10 })).toBeCloseTo(2 + 1, 12)
  expect(cost({ ...tokens, input: 0 }, { input: 2, output: 10 })).toBeCloseTo(0.8 + 1, 12)
  expect(cost(tokens, null)).toBeNull()
})

const OPENAI = 'https://api.openai.com/v1'

test('a listed price is that of the model at its server, dated names too', () => {
  const listed = findListed('gpt-5-mini-2025-08-07', OPENAI)
  expect(listed).toEqual({ provider: 'openai', model: 'gpt-5-mini' })
  // The prices that OpenAI published with the model.
  const published = { input: 0.25, cachedInput: 0.025, output: 2 }
  expect(cost(tokens, listed)).toBeCloseTo(cost(tokens, published)!, 12)
  expect(cost({ ...tokens, input: 0 }, listed)).toBeCloseTo(0.01 + 0.2, 12)
})

test('a model of another server has no listed price, whatever its name', () => {
  for (const server of ['http://127.0.0.1:8000/v1', 'https://llm.example.com/v1'])
    expect(findListed('gpt-5-mini', server)).toBeNull()
  expect(findListed('no such model', OPENAI)).toBeNull()
})

test('the list is named by what is installed', () => {
  const path = new URL('../../node_modules/@pydantic/genai-prices/package.json', import.meta.url)
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string }
  expect(version, 'set LIST to the version, and to the day of its release').toBe(LIST.version)
  expect(nameOfListed({ provider: 'openai', model: 'gpt-5-mini' })).toBe(
    'openai/gpt-5-mini in genai-prices 0.1.8 of 2026-09-23',
  )
})
