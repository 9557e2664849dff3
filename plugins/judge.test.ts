import { expect, test } from 'vitest'
import { baselineOf } from './baseline.ts'
import type { RunRecord } from './contracts.ts'
import {
  exampleRecord,
  exampleRun,
  exampleSettings,
  failedRecord,
  scored,
} from './example-records.ts'
import { judgeRun } from './judge.ts'
import { summarize } from './summarize.ts'

const answers = (solved: readonly number[], deterministic = true): RunRecord[] =>
  solved.map((value, i) =>
    exampleRecord(
      i,
      { nmse: scored(1), solved: scored(value) },
      {
        interpreter: { name: 'example', version: '1', deterministic },
      },
    ),
  )
const zeros = (n: number) => Array.from({ length: n }, () => 0)
const ones = (n: number) => Array.from({ length: n }, () => 1)

function verdicts(before: RunRecord[] | null, now: RunRecord[], run = exampleRun(now)) {
  const baseline = before && baselineOf(exampleSettings(), before)
  return judgeRun(run, summarize(now), new Map([['example', baseline]]))
}
const outcomes = (...args: Parameters<typeof verdicts>) =>
  verdicts(...args).map(({ outcome, scorer }) => (scorer ? `${scorer} ${outcome}` : outcome))

test('a deterministic interpreter is compared exactly: one function lost is a regression', () => {
  const before = answers(ones(1000))
  const now = answers([...ones(999), 0])
  expect(outcomes(before, before)).toEqual(['nmse unchanged', 'solved unchanged'])
  expect(outcomes(before, now)).toEqual(['nmse unchanged', 'solved regressed'])
  expect(verdicts(before, now)[1]).toMatchObject({ functions: ['numeric/f00999'] })
  // What is gained elsewhere does not make up for it.
  expect(outcomes(answers([0, 0, 1]), answers([1, 1, 0]))[1]).toBe('solved regressed')
  expect(outcomes(answers([0, 1]), answers([1, 1]))[1]).toBe('solved improved')
})

test('any other interpreter by exact McNemar, with a margin', () => {
  const before = answers([...ones(50), ...zeros(50)], false)
  const few = answers([...zeros(4), ...ones(46), ...zeros(50)], false)
  const many = answers([...zeros(20), ...ones(30), ...zeros(50)], false)
  const both = answers([...zeros(20), ...ones(30), ...ones(20), ...zeros(30)], false)
  expect(outcomes(before, few)[1]).toBe('solved unchanged')
  expect(outcomes(before, many)[1]).toBe('solved regressed')
  expect(outcomes(before, both)[1]).toBe('solved unchanged')
  // Significant, and too small to matter: 15 of 10,000.
  const large = answers(ones(10_000), false)
  const slightly = answers([...zeros(15), ...ones(9985)], false)
  expect(outcomes(large, slightly)[1]).toBe('solved unchanged')
})

test('failed and missing functions are two things', () => {
  const before = answers([1, 1, 1])
  expect(outcomes(before, answers([1, 1]))).toContain('missing')
  const failed = [...answers([1, 1]), failedRecord(2)]
  expect(outcomes(before, failed)).toContain('failed')
  expect(outcomes(before, failed)).not.toContain('missing')
})

test('shards are not judged', () => {
  const now = answers([1])
  expect(verdicts(answers([1, 1]), now, exampleRun(now, { shard: '1/2' }))).toEqual([])
})

test('a run of nothing and a run with faults are incomplete', () => {
  expect(outcomes(null, [])).toEqual(['incomplete'])
  const now = answers([1])
  expect(outcomes(now, now, exampleRun(now, { faults: ['the run was interrupted'] }))).toEqual([
    'incomplete',
    'nmse informative',
    'solved informative',
  ])
})

test('a floor that is not reached fails, also without a baseline', () => {
  const now = answers([1, 0])
  const { interpreter } = exampleSettings()
  const floors = { numeric: { solved: 0.6, nmse: 0.9 } }
  const run = exampleRun(now, {
    settings: [exampleSettings({ interpreter: { ...interpreter, floors } })],
  })
  expect(outcomes(null, now, run)).toEqual(['solved below-floor', 'new'])
})
