import { expect, test } from 'vitest'
import type { Usage } from '../records.ts'
import { exampleRecord, exampleUsage, failedRecord } from '../testing/example-records.ts'
import { summarizeUsage } from './summarize-usage.ts'

const asked = (number: number, changes: Partial<Usage> = {}) =>
  exampleRecord(number, {}, { usage: exampleUsage(changes) })

test('sums over the cases of a suite that asked a model', () => {
  const strings = exampleRecord(
    3,
    {},
    { suite: { name: 'strings', version: '1' }, usage: exampleUsage({ turns: 9 }) },
  )
  const rows = summarizeUsage([asked(0), asked(1), strings, failedRecord(2)])
  expect(rows.map(({ account, suite, cases, turns }) => [account, suite, cases, turns]))
    .toMatchInlineSnapshot(`
      [
        [
          "interpreter",
          "numeric",
          2,
          8,
        ],
        [
          "interpreter",
          "strings",
          1,
          9,
        ],
        [
          "interpreter",
          "all",
          3,
          17,
        ],
      ]
    `)
  expect(rows[0]).toMatchObject({
    interpreter: 'example',
    prompts: ['aia/numeric@1'],
    cached: 2,
    experiments: 6,
    inputTokens: 2000,
    outputTokens: 200,
    usd: 0.02,
    paid: { tokens: 1000, usd: 0.01 },
  })
})

test('an unknown price makes the sum unknown, not less', () => {
  const unpriced = asked(1, { usd: null, paid: { tokens: 1, usd: null } })
  const [row] = summarizeUsage([asked(0), unpriced])
  expect(row).toMatchObject({ usd: null, paid: { tokens: 501, usd: null } })
})

test('the judge is counted apart; without models there is nothing to count', () => {
  const judged = exampleRecord(0, {}, { judge: exampleUsage({ turns: 20 }) })
  expect(summarizeUsage([judged, asked(1)]).map(({ account, turns }) => [account, turns])).toEqual([
    ['interpreter', 4],
    ['interpreter', 4],
    ['judge', 20],
    ['judge', 20],
  ])
  expect(summarizeUsage([exampleRecord(0, {})])).toEqual([])
})
