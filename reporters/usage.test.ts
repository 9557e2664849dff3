import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { exampleRecord, exampleUsage } from '../plugins/testing/example-records.ts'
import { summarizeUsage } from '../plugins/report/summarize-usage.ts'
import { ModelConfig, modelSettings } from '../plugins/llm/model-settings.ts'
import { renderUsage } from './usage.ts'

test('tells of a budget that was overrun', () => {
  const usage = exampleUsage({ paid: { tokens: 500, usd: 0.5 } })
  const rows = summarizeUsage([exampleRecord(0, {}, { usage, judge: usage })])
  const settings = modelSettings(ModelConfig.parse({ name: 'gpt-5-mini' }), {
    concurrency: 1,
    env: {},
    prices: {},
  })
  const render = (tokens: number | null, usd: number | null) =>
    stripVTControlCharacters(
      renderUsage(rows, ({ account }) =>
        account === 'judge' ? null : { ...settings, budget: { tokens, usd } },
      ),
    )
  expect(render(400, null).match(/paid .* of .*/g)).toEqual([
    'paid 500 tokens of a budget of 400: cases under way took more than expected',
  ])
  expect(render(null, 0.25)).toContain('paid $0.5000 of a budget of $0.2500:')
  expect(render(500, 0.5)).not.toContain('budget')
  expect(render(null, null)).toContain(
    '\n   prices: openai/gpt-5-mini in genai-prices 0.1.8 of 2026-09-23\n',
  )
})

test('the judges of all interpreters spend of one budget', () => {
  const judge = exampleUsage({ paid: { tokens: 500, usd: 0.5 } })
  const other = { ...exampleRecord(0, {}, {}).interpreter, name: 'other' }
  const rows = summarizeUsage([
    exampleRecord(0, {}, { judge }),
    exampleRecord(0, {}, { judge, interpreter: other }),
  ])
  const settings = modelSettings(ModelConfig.parse({ name: 'gpt-5-mini' }), {
    concurrency: 1,
    env: {},
    prices: {},
  })
  const text = renderUsage(rows, () => ({ ...settings, budget: { tokens: 800, usd: null } }))
  expect(text.match(/paid 1K tokens of a budget of 800/g)).toHaveLength(2)
})

test('shows means of a case, sums and what was paid, in 80 columns', () => {
  const usage = exampleUsage()
  const unpriced = exampleUsage({ usd: null, paid: { tokens: 500, usd: null } })
  const records = [
    exampleRecord(0, {}, { usage, judge: unpriced }),
    exampleRecord(1, {}, { usage: exampleUsage({ inputTokens: 9_000_000, usd: 123.4 }) }),
    exampleRecord(2, {}, { suite: { name: 'strings', version: '1' }, usage }),
  ]
  const text = stripVTControlCharacters(renderUsage(summarizeUsage(records)))
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  expect(text).toMatchInlineSnapshot(`
    " example small, chat, aia/numeric@1
               cases turns experiments   in out tokens    cost    paid cached
       numeric     2   4.0         3.0 4.5M 100     9M $123.41 $0.0100   25 %
       strings     1   4.0         3.0   1K 100   1.1K $0.0100 $0.0050   25 %
       all         3   4.0         3.0   3M 100     9M $123.42 $0.0150   25 %

     judge of example small, chat, aia/numeric@1
               cases turns experiments in out tokens cost paid cached
       numeric     1   4.0           – 1K 100   1.1K    –    –   25 %

     turns, experiments, in and out (tokens): means of a case; tokens: in all
     cost: of all answers; paid: of those this run called for, not from the cache
    "
  `)
})
