import { afterAll, expect, test } from 'vitest'
import type { Interpretation, Interpreter, RunSettings } from '../contracts.ts'
import { exampleSettings } from '../testing/example-records.ts'
import { NO_MODELS } from '../llm/open-models.ts'
import { CacheCorrupt } from '../llm/response-store.ts'
import { type Case, runCase } from './run-case.ts'
import { fit } from '../scorers/fit.ts'
import { nmse } from '../scorers/nmse.ts'
import { codeSandbox } from '../sandbox/sandbox.ts'

const sandbox = codeSandbox({ timeLimit: 500 })
afterAll(() => sandbox.close())

const line = (source: string): Interpretation => ({
  description: 'a line',
  domain: null,
  code: { language: 'javascript', source },
})
const interpreter = (numeric: Interpreter['interpret']['numeric'] & {}): Interpreter => ({
  name: 'example',
  version: '1',
  deterministic: true,
  interpret: { numeric },
})

function kase(one: Interpreter, changes: Partial<Case<'numeric'>> = {}): Case<'numeric'> {
  const settings: RunSettings = exampleSettings()
  const spec = {
    id: 'numeric/f00000',
    category: 'numeric',
    variant: 'clean',
    operators: ['linear'],
    description: 'x',
    domain: null,
    params: {},
  } as const
  const double = (inputs: Float64Array) => inputs.map((x) => 2 * x)
  const suite: Case<'numeric'>['suite'] = {
    name: 'numeric',
    version: '1',
    category: 'numeric',
    variants: ['clean'],
    operators: ['linear'],
    scorers: [nmse(), fit()],
    unitTests: [],
    specs: () => [spec],
    build: () => ({
      expected: double,
      sample: double,
      code: { language: 'javascript', source: 'function f(x){return 2*x}' },
    }),
    probes: (_, truth) => {
      const inputs = Float64Array.of(-1, 1, 2)
      const expected = truth.expected(inputs)
      return {
        grid: { inputs, expected, truth: expected },
        fit: { inputs, expected, truth: expected },
      }
    },
  }
  const about = { suite, spec, trial: 0, interpreter: one, settings, sandbox, models: NO_MODELS }
  return { ...about, timed: false, ...changes }
}
const run = async (one: Case<'numeric'>, signal = new AbortController().signal) =>
  (await runCase(one, signal)).record
const scoreOf = (record: Awaited<ReturnType<typeof run>>, scorer: string) =>
  record.state === 'interpreted'
    ? record.scores.find((one) => one.scorer === scorer)?.score
    : undefined

test('an answer is scored, and what it cost is recorded', async () => {
  const right = interpreter(async (box) => {
    await box.query([1, 1])
    return line('function f(x){return 2*x}')
  })
  const record = await run(kase(right, { timed: true }))
  expect(record).toMatchObject({
    state: 'interpreted',
    queries: { count: 2, distinct: 1, budget: 5000 },
  })
  expect(record.timing.nsPerCall).toBeGreaterThan(0)
  expect(scoreOf(record, 'solved')).toMatchObject({ status: 'scored', value: 1 })
})

test('broken code is a wrong answer that says why', async () => {
  const loops = await run(kase(interpreter(async () => line('function f(x){for(;;);}'))))
  expect(scoreOf(loops, 'fit')).toMatchObject({
    value: 0,
    detail: expect.stringContaining('code took longer than 500 ms'),
  })
  const broken = await run(kase(interpreter(async () => line('function f(x){'))))
  expect(scoreOf(broken, 'solved')).toMatchObject({ value: 0 })
})

test('no code is no score', async () => {
  const record = await run(kase(interpreter(async () => ({ ...line('-'), code: null }))))
  expect(scoreOf(record, 'nmse')).toEqual({ status: 'unscored', reason: 'the answer has no code' })
  expect(scoreOf(record, 'solved')).toEqual({
    status: 'unscored',
    reason: 'the answer has no code',
  })
})

test('an interpreter that throws before it returns a promise has failed like any other', async () => {
  const throws = interpreter(() => {
    throw new TypeError('at once')
  })
  expect(await run(kase(throws))).toMatchObject({
    state: 'failed',
    error: { kind: 'interpreter', message: 'TypeError: at once' },
  })
})

test('a fault of the function or of a scorer is the harness’s', async () => {
  const asks = interpreter(async (box) => {
    await box.query(1)
    return line('function f(x){return x}')
  })
  const { suite } = kase(asks)
  const build = () => ({
    ...suite.build(kase(asks).spec),
    sample: () => {
      throw new Error('bad kernel')
    },
  })
  expect(await run(kase(asks, { suite: { ...suite, build } }))).toMatchObject({
    state: 'failed',
    error: { kind: 'harness', message: 'Error: bad kernel' },
  })
  const bad = {
    ...nmse(),
    score: {
      numeric: () => {
        throw new Error('bad scorer')
      },
    },
  }
  expect(await run(kase(asks, { suite: { ...suite, scorers: [bad] } }))).toMatchObject({
    error: { kind: 'harness', message: 'Error: bad scorer' },
  })
})

test('an aborted case ends at once', async () => {
  const controller = new AbortController()
  const hangs = interpreter(() => new Promise(() => undefined))
  const record = run(kase(hangs), controller.signal)
  controller.abort(new Error('stop'))
  expect(await record).toMatchObject({ state: 'failed', error: { message: 'Error: stop' } })
})

test('a fault of the harness keeps what is known of the case', async () => {
  const right = interpreter(async (box) => {
    await box.query([1, 2])
    return line('function f(x){return 2*x}')
  })
  const broken = { ...sandbox, evaluate: () => Promise.reject(new Error('no memory')) }
  expect(await run(kase(right, { sandbox: broken }))).toMatchObject({
    state: 'failed',
    error: { kind: 'harness', message: 'Error: no memory' },
    queries: { count: 2, experiments: 1 },
  })
})

test('a store that cannot be read is no fault of the interpreter', async () => {
  const unlucky = interpreter(() => Promise.reject(new CacheCorrupt('damaged')))
  expect(await run(kase(unlucky))).toMatchObject({ error: { kind: 'harness' } })
})
