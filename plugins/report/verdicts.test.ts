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
    { outcome: 'informative', message: expect.stringContaining('lost 4') },
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

test('functions that the baseline does not know fail until it is accepted', () => {
  expect(outcomes(answers([1]), answers([1, 1, 1]))).toEqual([
    'unprotected',
    'nmse unchanged',
    'solved unchanged',
  ])
  expect(verdicts(answers([1]), answers([1, 1, 1]))[0]).toMatchObject({
    functions: ['numeric/f00001', 'numeric/f00002'],
    message: '2 functions that the baseline does not know: numeric/f00001, numeric/f00002',
  })
})

test('whether an interpreter is deterministic is part of what is compared', () => {
  const [fixed, random] = [answers([1, 1]), answers([1, 0], false)]
  expect(outcomes(fixed, random)[0]).toBe('refused')
  expect(outcomes(random, fixed)[0]).toBe('refused')
  // What was lost is told beside it.
  expect(verdicts(fixed, random)[1]).toMatchObject({
    outcome: 'informative',
    functions: ['numeric/f00001'],
  })
})

test('failed cases are grouped by kind and the first line of the reason', () => {
  const failed = (number: number, kind: string, message: string) =>
    exampleRecord(number, {}, { state: 'failed', error: { kind, message } })
  const slow = [0, 1, 3].map((number) => failed(number, 'timeout', 'took longer than 9 ms'))
  const lost = failed(2, 'interpreter', 'Error: lost my way\nat the second turn')
  expect(verdicts(null, [lost, ...slow])[0]!.message).toBe(
    '4 cases failed: 3 timeout: took longer than 9 ms (numeric/f00000, numeric/f00001, numeric/f00003), ' +
      '1 interpreter: Error: lost my way (numeric/f00002)',
  )
  const many = Array.from({ length: 25 }, (_, i) => failed(i, 'interpreter', 'x'.repeat(5000)))
  expect(verdicts(null, many)[0]!.message).toMatch(/^25 cases failed: 25 .*, and 5 more\)$/)
  expect(verdicts(null, many)[0]!.message.length).toBeLessThan(700)
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

test.each([
  ['unscored', { status: 'unscored', reason: 'the answer has no code' }],
  ['inapplicable', { status: 'inapplicable', reason: 'nothing to judge' }],
] as const)('an answer of score zero that is %s now is lost', (_, none) => {
  const now = [exampleRecord(0, { nmse: scored(1), solved: none })]
  expect(outcomes(answers([0]), now)).toEqual(['nmse unchanged', 'solved regressed'])
  expect(outcomes(answers([0]), [exampleRecord(0, {})])).toEqual([
    'nmse regressed',
    'solved regressed',
  ])
  // And the other way round it is gained.
  expect(outcomes(now, answers([0]))).toEqual(['nmse unchanged', 'solved improved'])
})

test('a trial that has no score any more is lost beside others that have one', () => {
  const settings = exampleSettings()
  const trials = { ...settings, interpreter: { ...settings.interpreter, trials: 2 } }
  const unscored = { status: 'unscored', reason: 'the answer has no code' } as const
  const twice = (second: Parameters<typeof exampleRecord>[1]) => [
    exampleRecord(0, { solved: scored(1) }),
    exampleRecord(0, second, { trial: 1 }),
  ]
  const now = twice({ solved: unscored })
  const baselines = new Map([['example', baselineOf(trials, twice({ solved: scored(1) }))]])
  expect(
    verdictsOf(exampleRun(now, { settings: trials }), summarize(now), baselines, false),
  ).toMatchObject([{ scorer: 'solved', outcome: 'regressed' }])
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

test('a floor is met by a mean that differs from it by rounding alone', () => {
  const verdict = (scores: readonly number[], floor: number) => {
    const now = scores.map((value, i) => exampleRecord(i, { nmse: scored(value) }))
    const settings = exampleSettings({ numeric: { nmse: floor } })
    return verdictsOf(exampleRun(now, { settings }), summarize(now), new Map(), false)[0]!
  }
  for (const [value, n] of [
    [0.1, 10],
    [0.7, 3],
    [1 / 3, 1000],
  ] as const) {
    const scores = Array.from({ length: n }, () => value)
    expect(verdict(scores, value).outcome).toBe('new')
    // A single function that does worse is no rounding.
    expect(verdict([...scores.slice(1), value - 0.01], value).outcome).toBe('below-floor')
  }
  expect(verdict([...ones(1999), 0], 1).message).toBe(
    'numeric nmse 99.95 % (n = 2000); its floor is 100.00 %',
  )
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

test('accepting names what is lost against the old baseline, and a floor fails all the same', () => {
  const accept = (before: RunRecord[], now: RunRecord[], floors: Floors = {}) =>
    verdictsOf(
      exampleRun(now, { settings: exampleSettings(floors) }),
      summarize(now),
      new Map([['example', baselineOf(exampleSettings(), before)]]),
      true,
    ).map(({ outcome, message }) => `${outcome}: ${message}`)
  expect(accept(answers([1, 1]), answers([1, 1]))).toEqual([
    'accepted: new baseline of 2 functions',
  ])
  expect(accept(answers([1, 1, 1]), answers([1, 0]), { numeric: { solved: 0.6 } })).toEqual([
    'below-floor: numeric solved 50.0 % (n = 2); its floor is 60.0 %',
    'accepted: new baseline of 2 functions; a floor is not reached: the run fails all the same',
    'accepted: 1 function of the baseline did not run: numeric/f00002',
    'accepted: numeric solved: -50.0 % on 2 functions, lost 1 (numeric/f00001), gained 0',
  ])
  expect(accept(answers([1, 1]), answers([1, 0], false))).toEqual([
    'accepted: new baseline of 2 functions; the old one is of a deterministic interpreter, this is none',
    expect.stringContaining('lost 1 (numeric/f00001)'),
  ])
})

test('a size or seed of the config is part of what is compared, one of the moment is not', () => {
  const now = answers([1, 1])
  const judge = (changes: Partial<ReturnType<typeof exampleSettings>>) => {
    const settings = { ...exampleSettings(), ...changes }
    const baselines = new Map([['example', baselineOf(exampleSettings(), now)]])
    return verdictsOf(exampleRun(now, { settings }), summarize(now), baselines, false)[0]!.outcome
  }
  expect(judge({ size: 2 })).toBe('refused')
  expect(judge({ seed: 2 })).toBe('refused')
  expect(judge({ size: 2, overridden: ['FIND_SIZE'] })).toBe('informative')
  expect(judge({ seed: 2, size: 2, overridden: ['FIND_SIZE'] })).toBe('informative')
})

test('a baseline that cannot be read is refused, and hides nothing else', () => {
  const now = answers([1])
  const unreadable = new Map([['example', new Error('example.json is not a baseline')]])
  expect(verdictsOf(exampleRun(now), summarize(now), unreadable, false)).toMatchObject([
    { outcome: 'refused', message: 'example.json is not a baseline' },
  ])
})

test('an unsealed program has no baseline, and is held to none', () => {
  const unsealed = answers([0, 1]).map((record) => ({
    ...record,
    interpreter: { ...record.interpreter, sealed: false },
  }))
  const why = 'it ran unsealed: it could have read the truth'
  expect(verdicts(null, unsealed)).toMatchObject([
    { outcome: 'informative', message: `no baseline to compare with; ${why}` },
  ])
  const [paper, solved] = verdicts(answers([1, 1]), unsealed)
  expect([paper?.outcome, solved?.outcome]).toEqual(['informative', 'informative'])
  expect(solved?.message).toMatch(`not held to the baseline (${why}): numeric solved: -50.0 %`)
  const run = exampleRun(unsealed)
  expect(verdictsOf(run, summarize(unsealed), new Map(), true)).toMatchObject([
    { outcome: 'refused', message: `no new baseline: ${why}` },
  ])
})

test('of interpreters, those that have nothing of a selection are not judged', () => {
  const { interpreters, shard } = exampleRun(answers([1]), {
    selection: ['1 of 2 cases were not selected'],
  })
  const other = exampleSettings()
  const left = {
    settings: { ...other, interpreter: { ...other.interpreter, name: 'other' } },
    records: [],
    exhibits: new Map(),
    faults: [],
    selection: ['2 of 2 cases were not selected'],
  }
  const judged = (own: typeof interpreters) =>
    verdictsOf({ interpreters: own, shard }, [], new Map(), false).map(
      ({ interpreter, outcome }) => `${interpreter} ${outcome}`,
    )
  expect(judged([...interpreters, left])).toEqual(['example informative'])
  // Where nobody has anything of it, that is to be said.
  expect(judged([left])).toEqual(['other incomplete'])
  // One that could not begin is, whatever was selected.
  expect(judged([...interpreters, { ...left, faults: ['no key'] }])).toContain('other incomplete')
})
