import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { Exhibit } from '../plugins/records.ts'
import { exampleRecord, exampleRun, failedRecord } from '../plugins/testing/example-records.ts'
import { renderCases } from './case-view.ts'

const right = { status: 'scored', value: 1, detail: 'NMSE 0' } as const
const counterexample = { input: 3, expected: 6, got: null }
const wrong = { status: 'scored', value: 0, detail: 'WRONG at 3', counterexample } as const
const code = { language: 'javascript', source: 'function f(x) {\n  return 2*x\n}' }
const interpretation = { description: 'a line\u001B[31m', domain: null, code }
const record = exampleRecord(0, { nmse: right, law: wrong }, { interpretation })
const exhibit: Exhibit = {
  truth: { description: 'twice the input', domain: 'below zero', code },
  queries: [
    ['1', '2'],
    ['2', '4'],
  ],
  charts: ['a chart'],
}
const render = (width: number, records = [record], exhibits = new Map([[record, exhibit]])) =>
  renderCases(exampleRun(records, { exhibits }), width)

test('a case in full, at 80 columns', () => {
  const text = stripVTControlCharacters(render(80)!)
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  expect(text).toMatchInlineSnapshot(`
    "
     numeric/f00000 clean, linear
     truth
       description: twice the input
       domain: below zero
       code (javascript):
         function f(x) {
           return 2*x
         }

     example
     answer
       description: a line␛[31m
       code (javascript):
         function f(x) {
           return 2*x
         }
     scores
       ✓ nmse (paper): 1, NMSE 0
       ✗ law (strict): 0, WRONG at 3
           at 3 expected 6, got no valid output
     queries
       10 of 5000, 10 distinct, in 3 experiments
       1 → 2
       2 → 4
       … and 8 more

       a chart
    "
  `)
})

test('what keeps a case from an answer stands in its place', () => {
  const text = stripVTControlCharacters(render(80, [failedRecord(1)])!)
  expect(text).toContain('interpreter failure: ')
  expect(text).not.toContain('truth')
})

test('a long answer is cut, and no word is wider than the terminal', () => {
  const long = exampleRecord(
    0,
    {},
    {
      interpretation: { ...interpretation, code: { ...code, source: 'x'.repeat(9000) } },
    },
  )
  const lines = stripVTControlCharacters(render(80, [long])!).split('\n')
  expect(lines.length).toBeLessThan(60)
  expect(lines.join('\n')).toMatch(/… \d+ more lines, see .find\/latest\/records.jsonl/)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
})

test('of more than five functions, and of none, there is a table', () => {
  const six = Array.from({ length: 6 }, (_, i) => exampleRecord(i, {}))
  expect(render(80, six)).toBeNull()
  expect(render(80, six.slice(1))).not.toBeNull()
  expect(render(80, [])).toBeNull()
})
