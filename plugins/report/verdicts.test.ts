import { expect, test } from 'vitest'
import { baselineOf } from './baseline.ts'
import type { RunRecord } from '../records.ts'
import type { Floors } from '../run-settings.ts'
import {
  exampleRecord,
  exampleRun,
  exampleSettings,
  exampleUsage,
  failedRecord,
  scored,
} from '../testing/example-records.ts'
import { ModelConfig, modelSettings } from '../llm/model-settings.ts'
import { verdictsOf } from './verdicts.ts'
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
const MODELS = { concurrency: 1, env: {}, prices: {} }
const zeros = (n: number) => Array.from({ length: n }, () => 0)
const ones = (n: number) => Array.from({ length: n }, () => 1)

function verdicts(before: RunRecord[] | null, now: RunRecord[], run = exampleRun(now)) {
  const baseline = before && baselineOf(exampleSettings(), before)
  return verdictsOf(run, summarize(now), new Map([['example', baseline]]), false)
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

test('a function counts once, whatever its trials', () => {
  const thrice = (records: readonly RunRecord[]) =>
    records.flatMap((record) => [0, 1, 2].map((trial) => ({ ...record, trial })))
  const before = thrice(answers(ones(100), false))
  const now = thrice(answers([...ones(96), ...zeros(4)], false))
  const settings = exampleSettings()
  const trials = { ...settings, interpreter: { ...settings.interpreter, trials: 3 } }
  const judge = (baseline: ReturnType<typeof baselineOf>) =>
    verdictsOf(
      exampleRun(now, { settings: trials }),
      summarize(now),
      new Map([['example', baseline]]),
      false,
    )
  expect(judge(baselineOf(trials, before))[1]).toMatchObject({
    outcome: 'unchanged',
    message: expect.stringMatching(/on 100 functions, lost 4 .*p = 0\.25$/),
  })
  // Means of three trials are not compared with single ones.
  expect(judge(baselineOf(settings, before))).toMatchObject([
    { outcome: 'refused', message: expect.stringContaining('1 trials, these are 3') },
  ])
})

test('a model is part of what is compared; a part of a run is told alone', () => {
  const now = answers(ones(4))
  const settings = exampleSettings()
  const { model: identity } = exampleUsage()
  const model = { ...modelSettings(ModelConfig.parse({ name: 'x' }), MODELS), identity }
  const own = { ...settings, interpreter: { ...settings.interpreter, model } }
  const baselines = new Map([['example', baselineOf(settings, now)]])
  const judge = (selection: string[]) =>
    verdictsOf(exampleRun(now, { settings: own, selection }), summarize(now), baselines, false)
  const message = expect.stringContaining('of model none, this is small api chat')
  expect(judge([])).toMatchObject([{ outcome: 'refused', message }])
  expect(judge(['3 of 4 cases were not selected'])).toMatchObject([
    { outcome: 'informative', message },
  ])
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
  expect(verdicts(answers([1, 1]), now, { ...exampleRun(now), shard: '1/2' })).toEqual([])
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

test('a function that had a score and has none now has lost it', () => {
  const before = answers([1, 1])
  const unscored = { status: 'unscored', reason: 'the answer has no code' } as const
  const now = [exampleRecord(0, { nmse: unscored, solved: unscored }), ...answers([1, 1]).slice(1)]
  expect(outcomes(before, now)).toEqual(['nmse regressed', 'solved regressed'])
})

test('a floor that is not reached fails, also without a baseline or any score', () => {
  const floored = (now: RunRecord[], floors: Floors, selection: string[] = []) =>
    outcomes(null, now, exampleRun(now, { settings: exampleSettings(floors), selection }))
  const now = answers([1, 0])
  expect(floored(now, { numeric: { solved: 0.6, nmse: 0.9 } })).toEqual([
    'solved below-floor',
    'new',
  ])
  expect(floored(now, { numeric: { solvd: 0.1 } })).toEqual(['solvd below-floor', 'new'])
  expect(floored(now, { strings: { solved: 0.1 } })).toEqual(['solved below-floor', 'new'])
  // What was not selected cannot reach its floor.
  expect(floored(now, { strings: { solved: 0.1 } }, ['1 of 2 entry files did not run'])).toEqual([
    'informative',
  ])
})

test('a baseline is accepted from a complete run of the configured seed and size alone', () => {
  const now = answers([1, 0])
  const accepted = (run = exampleRun(now)) =>
    verdictsOf(run, summarize(now), new Map(), true).map(({ outcome }) => outcome)
  const settings = exampleSettings({ numeric: { solved: 0.9 } })
  expect(accepted()).toEqual(['accepted'])
  expect(accepted(exampleRun(now, { settings }))).toEqual(['below-floor', 'accepted'])
  expect(accepted(exampleRun(now, { selection: ['1 function'] }))).toEqual(['refused'])
  expect(accepted(exampleRun(now, { faults: ['interrupted'] }))).toEqual(['refused'])
  expect(accepted(exampleRun([...now, failedRecord(2)]))).toEqual(['refused'])
  expect(
    accepted(exampleRun(now, { settings: { ...settings, overridden: ['FIND_SIZE'] } })),
  ).toContain('refused')
})

test('a baseline that cannot be read is refused, and hides nothing else', () => {
  const now = answers([1])
  const unreadable = new Map([['example', new Error('example.json is not a baseline')]])
  expect(verdictsOf(exampleRun(now), summarize(now), unreadable, false)).toMatchObject([
    { outcome: 'refused', message: 'example.json is not a baseline' },
  ])
})
