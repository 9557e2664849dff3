import { expect, test } from 'vitest'
import { summarize } from '../plugins/report/summarize.ts'
import { exampleRecord, exampleRun, scored } from '../plugins/testing/example-records.ts'
import { renderPage } from './page.ts'

const records = [0, 1].map((i) => exampleRecord(i, { nmse: scored(i), solved: scored(0) }))
const run = {
  time: '2026-01-02T03:04:05.000Z',
  commit: 'abcdef0123456',
  dirty: true,
  versions: { vitest: '5' },
  seed: 0,
  size: 'mini',
  interpreters: {},
  judge: null,
  suites: { numeric: '1' },
  complete: false,
  incomplete: ['example: <b>'],
} as const
const verdict = { interpreter: 'example', suite: null, scorer: null, functions: [] }
const html = renderPage({
  run: exampleRun(records),
  baselines: new Map(),
  summary: {
    schema: 2,
    run: { ...run, incomplete: [...run.incomplete] },
    rows: summarize(records),
    notes: [{ interpreter: 'example', fault: true, text: 'wrote </li><script>\u001B[31m' }],
    usage: [],
    verdicts: [
      { ...verdict, outcome: 'regressed', message: 'lost <f>' },
      { ...verdict, outcome: 'unchanged', message: 'as before' },
    ],
  },
})

test('a page has the table, verdicts and the legend of a run', () => {
  expect(html).toContain('commit abcdef0123, changed')
  expect(html).toContain('<tr class="total"><td>numeric</td><td>2</td><td>0</td><td>50.0</td>')
  expect(html).toContain('<li class="bad">regressed · example · lost &lt;f&gt;</li>')
  expect(html).toContain('<li class="good">unchanged · example · as before</li>')
  expect(html).toContain('solved: every strict score holds')
})

test('what others wrote is no markup', () => {
  expect(html).toContain('wrote &lt;/li&gt;&lt;script&gt;␛[31m')
  expect(html).toContain('example: &lt;b&gt;')
  expect(html).not.toContain('<script')
  expect(html).not.toContain('\u001B')
})
