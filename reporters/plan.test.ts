import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { Plan } from '../plugins/records.ts'
import { exampleSettings } from '../plugins/testing/example-records.ts'
import { ModelConfig, modelSettings } from '../plugins/llm/model-settings.ts'
import { renderPlan } from './plan.ts'

const model = (prices: Parameters<typeof modelSettings>[1]['prices']) =>
  modelSettings(ModelConfig.parse({ name: 'small' }), { concurrency: 1, env: {}, prices })
const plan = (suite: string, changes: Partial<Plan> = {}): Plan => ({
  interpreter: 'example',
  suite,
  model: { calls: 5, inputTokens: 10_000, outputTokens: 1000 },
  judge: null,
  ...changes,
})
const settings = (changes: object) => {
  const all = exampleSettings()
  return [{ ...all, interpreter: { ...all.interpreter, ...changes } }]
}
const render = (...args: Parameters<typeof renderPlan>) =>
  stripVTControlCharacters(renderPlan(...args))

test('shows cases, calls, tokens and dollars', () => {
  const plans = [plan('numeric'), plan('numeric'), plan('strings')]
  const priced = settings({ model: model({ small: { input: 1, output: 10 } }) })
  expect(render(plans, priced)).toMatchInlineSnapshot(`
    "
     dry run nothing was called; about so much, before any answer is reused
                         cases  model  calls  tokens in  tokens out   cost
       example, numeric      2  small     10        20K          2K  $0.04
       example, strings      1  small      5        10K          1K  $0.02
    "
  `)
})

test('says what it may come to at the worst', () => {
  const most = { conversations: 1, calls: 3, prompt: 1000 }
  const estimated = plan('numeric', {
    model: { calls: 2, inputTokens: 3000, outputTokens: 600, most },
  })
  const priced = settings({ model: model({ small: { input: 1, output: 10 } }), queries: 100 })
  // Three times the prompt, 16,384 tokens once and twice, and 1,500 of the queries in two turns.
  const input = 3 * 1000 + 3 * 16_384 + 2 * 1500
  const usd = ((input + 30 * 16_384) / 1e6).toFixed(2)
  expect(render([estimated], priced)).toMatch(
    new RegExp(`at most +3 +55\\.2K +49\\.2K +\\$${usd.replace('.', '\\.')}\n`),
  )
})

test('at the worst a limit of tokens ends a case one turn after it is reached', () => {
  const most = { conversations: 1, calls: 21, prompt: 1000, tokens: 20_000 }
  const estimated = plan('numeric', {
    model: { calls: 2, inputTokens: 3000, outputTokens: 600, most },
  })
  const priced = settings({ model: model({ small: { input: 1, output: 10 } }), queries: 100 })
  expect(render([estimated], priced)).toMatch(/at most +3 +55\.2K +49\.2K /)
})

test('says what nobody can tell: a price, an estimate', () => {
  const unpriced = settings({ model: model({}) })
  expect(render([plan('numeric')], unpriced)).toContain('no price')
  expect(render([plan('numeric', { model: null })], unpriced)).toMatch(/small +\? +\?/)
  expect(render([plan('numeric', { model: null })], settings({}))).toMatch(/none +0 +0/)
  expect(render([], unpriced)).toContain('no case is selected')
})
