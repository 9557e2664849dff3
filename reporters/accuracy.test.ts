import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { baselineOf } from '../plugins/report/baseline.ts'
import {
  exampleRecord,
  exampleRun,
  exampleSettings,
  failedRecord,
  scored,
} from '../plugins/testing/example-records.ts'
import type { Row } from '../plugins/summary.ts'
import type { RunReport } from '../plugins/report/report-run.ts'
import { summarize } from '../plugins/report/summarize.ts'
import { summarizeNotes } from '../plugins/report/summarize-notes.ts'
import { renderRows } from './accuracy-table.ts'
import { renderAccuracy } from './accuracy.ts'
import { legend } from './legend.ts'

const part = { status: 'scored', value: 0, detail: '', parts: { inside: 0, outside: 1 } } as const
const unscored = { status: 'unscored', reason: 'no judge model is configured' } as const
const records = Array.from({ length: 40 }, (_, i) =>
  exampleRecord(i, {
    nmse: scored(i % 3 === 0 ? 0 : 1),
    solved: scored(i % 4 === 0 ? 1 : 0),
    'unit-test': unscored,
    ...(i % 2 === 1 ? { local: part } : {}),
  }),
)

function report(): RunReport {
  const all = [...records, failedRecord(41)]
  const before = records.map((record, i) =>
    i === 0 ? exampleRecord(0, { solved: scored(0) }) : record,
  )
  return {
    run: exampleRun(all),
    summary: {
      schema: 2,
      run: {
        time: '',
        commit: null,
        dirty: null,
        versions: {},
        seed: 0,
        size: 'full',
        interpreters: {},
        judge: null,
        suites: { numeric: '1' },
        complete: true,
        incomplete: [],
      },
      rows: summarize(all),
      notes: summarizeNotes(all),
      usage: [],
      verdicts: [],
    },
    baselines: new Map([['example', baselineOf(exampleSettings(), before)]]),
  }
}
const render = (width: number) => stripVTControlCharacters(renderAccuracy(report(), width))

test('fits into 80 columns, also with wide values', () => {
  for (const line of render(80).split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  expect(render(80)).toMatchInlineSnapshot(`
    "
     example seed 0, size full
                  n fail     paper  ceil solved ins out query  ms ns    Δ
       clean     20    0 65.0±19.3 100.0   50.0   –   –    29 2.0  5 +5.0
       corrupted 21    1 65.0±19.3 100.0    0.0   0 100    30 2.0  –  0.0
     numeric     41    1 65.0±14.2 100.0   25.0   0 100    30 2.0  5 +2.5
       failed, interpreter: 1
       40 descriptions kept and not judged: no judge model is configured

     paper: the published score (numbers: NMSE < 0.1), %; ceiling: that of the truth
     solved: every strict score holds, %
     ins(ide), out(side): about right inside and outside of what is corrupted, %
     query, ms: median per function; ns: per call of a function; Δ: points of solved
       to the baseline
     reference, on the released functions under the paper protocol:
       GPT-4 AIA, numeric, first 99 MLP functions: 32 of 99 (recomputed from the
         released answers)
       interpolation, 5 / 9 / 257 queries, numeric: 47.3 / 53.8 / 69.2 % (computed
         on the released functions)
    "
  `)
})

test('wide values still fit', () => {
  const row: Omit<Row, 'scorer' | 'part' | 'protocol'> = {
    interpreter: 'example',
    suite: 'numeric',
    category: 'numeric',
    variant: 'corrupted',
    n: 1000,
    scored: 900,
    unscored: 0,
    failed: 100,
    mean: 1,
    ci: [0.5, 0.75],
    ceiling: 1,
    queries: 5000,
    ms: 60_000,
    nsPerCall: 17_000,
  }
  const scorers = [
    { scorer: 'nmse', protocol: 'paper', part: null },
    { scorer: 'solved', protocol: 'solved', part: null },
    { scorer: 'local', protocol: 'strict', part: null },
    { scorer: 'local', protocol: 'strict', part: 'inside' },
    { scorer: 'local', protocol: 'strict', part: 'outside' },
  ] as const
  const { text } = renderRows(
    scorers.map((scorer) => ({ ...row, ...scorer })),
    80,
    () => -1,
  )
  for (const line of stripVTControlCharacters(text).split('\n'))
    expect(line.length).toBeLessThanOrEqual(80)
})

test('shows intervals at 160 columns', () => {
  for (const line of render(160).split('\n')) expect(line.length).toBeLessThanOrEqual(160)
  expect(render(160).split('\n').slice(1, 6).join('\n')).toMatchInlineSnapshot(`
    " example seed 0, size full
                   n  failed  paper    95 % CI  ceiling  solved    95 % CI  inside  outside  queries   ms  ns/call  Δ baseline
       clean      20       0   65.0  43.3–81.9    100.0    50.0  29.9–70.1       –        –       29  2.0        5        +5.0
       corrupted  21       1   65.0  43.3–81.9    100.0     0.0   0.0–16.1     0.0    100.0       30  2.0        –         0.0
     numeric      41       1   65.0  49.5–77.9    100.0    25.0  14.2–40.2     0.0    100.0       30  2.0        5        +2.5"
  `)
})

test('the title says that a program was not sealed', () => {
  const sealedAs = (sealed: boolean) => {
    const record = exampleRecord(0, { solved: scored(1) })
    const interpreter = { ...record.interpreter, label: 'a program', sealed }
    const shown = { ...report(), run: exampleRun([{ ...record, interpreter }]) }
    return stripVTControlCharacters(renderAccuracy(shown, 80))
  }
  expect(sealedAs(false)).toContain('example (a program, unsealed) seed 0')
  expect(sealedAs(true)).toContain('example (a program) seed 0')
})

test('the legend explains the columns that are there, and is left out on request', () => {
  const record = exampleRecord(0, { auroc: scored(1), solved: scored(1), cpr: scored(1) })
  const rows = summarize([record]).map((row) => ({
    ...row,
    suite: 'circuits',
    category: 'circuits',
    protocol: row.scorer === 'cpr' ? ('beside' as const) : row.protocol,
  }))
  const text = legend(rows, false).join('\n')
  expect(text).toContain('circuits: AUROC over heads and MLPs')
  expect(text).toContain(' cpr: of the ranking')
  expect(text).not.toMatch(/cmd|inside|NMSE|reference/)
  expect(legend(rows, true).join('\n')).toContain('query, ms')

  expect(renderAccuracy(report(), 80)).toContain('paper: the published score')
  expect(renderAccuracy(report(), 80, false)).not.toContain('paper: the published score')
})
