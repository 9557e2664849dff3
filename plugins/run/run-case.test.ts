import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type FunctionTruth, truthOf } from '../categories/functions.ts'
import { numeric } from '../categories/numeric/index.ts'
import type {
  Answer,
  Category,
  CategoryPlugin,
  FindFunction,
  Interpret,
  Interpreter,
  Scorer,
  Suite,
  Random,
} from '../contracts.ts'
import { MalformedAnswer } from '../llm/model-error.ts'
import { NO_MODELS } from '../llm/open-models.ts'
import { CacheCorrupt } from '../llm/response-store.ts'
import type { RunRecord } from '../records.ts'
import { codeSandbox } from '../sandbox/sandbox.ts'
import { law } from '../scorers/law.ts'
import { nmse } from '../scorers/nmse.ts'
import { agreement, type Bits, bits, perList } from '../testing/example-category.ts'
import { exampleSettings } from '../testing/example-records.ts'
import { type Case, runCase } from './run-case.ts'

const sandbox = codeSandbox({ timeLimit: 500 })
afterAll(() => sandbox.close())

const answerOf = (source: string) => ({
  description: 'a line',
  domain: null,
  code: { language: 'javascript' as const, source },
})
const RIGHT = answerOf('function f(x){return 2*x}')

/** An interpreter that has this handler of any category. */
const interpreter = <C extends Category>(interpret: Interpret<C>): Interpreter => ({
  name: 'example',
  version: '1',
  deterministic: true,
  interpret: () => interpret as never,
})
const answers = (answer: unknown) => interpreter(async () => answer as never)

function suiteOf<C extends Category>(
  category: CategoryPlugin<C>,
  about: Pick<FindFunction<C>, 'truth' | 'ideal'>,
  scorers: readonly Scorer<C>[],
): Suite<C> {
  const fn: FindFunction<C> = {
    id: 'f00000',
    variant: 'clean',
    operators: ['linear'],
    params: {},
    questions: () => ({ inapplicable: 'nothing can be asked' }),
    ...about,
  }
  return {
    name: 'example',
    version: '1',
    category,
    variants: ['clean'],
    operators: ['linear'],
    scorers,
    unitTests: ['unit-test'],
    functions: () => [fn],
  }
}

function kase<C extends Category>(
  suite: Suite<C>,
  one: Interpreter,
  changes: Partial<Case<C>> = {},
): Case<C> {
  const settings = exampleSettings()
  const [fn] = suite.functions(0)
  const about = { suite, fn: fn!, trial: 0, interpreter: one, settings, sandbox }
  return { ...about, models: NO_MODELS, timed: false, ...changes }
}
const run = async <C extends Category>(
  one: Case<C>,
  signal = new AbortController().signal,
): Promise<RunRecord> => (await runCase(one, signal)).record
const entryOf = (record: RunRecord, scorer: string) =>
  record.state === 'interpreted' ? record.scores.find((one) => one.scorer === scorer) : undefined
const scoreOf = (record: RunRecord, scorer: string) => entryOf(record, scorer)?.score

const double = (inputs: Float64Array) => inputs.map((x) => 2 * x)
const POINTS = Float64Array.of(-1, 1, 2)
/** 2x, judged at three points; on the grid with an error added that nobody can know. */
const lineWithNoise = (error: number): FunctionTruth<Float64Array, Float64Array> => {
  const truth = double(POINTS)
  const noisy = truth.map((y) => y + error)
  return {
    expected: double,
    sample: double,
    probes: () => ({
      grid: { inputs: POINTS, expected: noisy, truth },
      fit: { inputs: POINTS, expected: truth, truth },
    }),
  }
}
const line = (error = 0, scorers = [nmse(), law()]) =>
  suiteOf(numeric, { truth: () => lineWithNoise(error), ideal: () => RIGHT }, scorers)

describe('numbers', () => {
  test('noise is drawn anew in every trial, and again in the same one', async () => {
    const seen: number[] = []
    const sample = (inputs: Float64Array, random: Random) => inputs.map(() => random())
    const truth = { ...lineWithNoise(0), sample }
    const suite = suiteOf(numeric, { truth: () => truth, ideal: () => RIGHT }, [nmse(), law()])
    const asks = interpreter<'numeric'>(async (box) => {
      seen.push(await box.query(1))
      return RIGHT
    })
    for (const trial of [0, 1, 0]) await run(kase(suite, asks, { trial }))
    expect(seen[1]).not.toBe(seen[0])
    expect(seen[2]).toBe(seen[0])
  })

  test('an answer is scored, and what it cost is recorded', async () => {
    const right = interpreter<'numeric'>(async (box) => {
      await box.queryAll([1, 1])
      return RIGHT
    })
    const record = await run(kase(line(), right, { timed: true }))
    expect(record).toMatchObject({
      state: 'interpreted',
      category: 'numeric',
      functionId: 'f00000',
      queries: { count: 2, distinct: 1, experiments: 1, budget: 5000 },
      interpretation: RIGHT,
    })
    expect(record.timing.nsPerCall).toBeGreaterThan(0)
    expect(scoreOf(record, 'solved')).toMatchObject({ status: 'scored', value: 1 })
    expect(scoreOf(record, 'unit-test')).toEqual({
      status: 'unscored',
      reason: 'no judge model is configured',
    })
    expect((await run(kase(line(), right))).timing.nsPerCall).toBeNull()
  })

  test.each([
    [0, 1],
    [100, 0],
  ])(
    'with an error of %i the paper score of the truth is %i: the ceiling',
    async (error, ceiling) => {
      const record = await run(kase(line(error), answers(RIGHT)))
      expect(entryOf(record, 'nmse')).toMatchObject({ ceiling, score: { value: ceiling } })
      expect(scoreOf(record, 'solved')).toMatchObject({ value: 1 })
    },
  )

  test('there is a ceiling of the paper score alone', async () => {
    const record = await run(kase(line(), answers(RIGHT)))
    const ceilings = record.state === 'interpreted' && record.scores.map((one) => one.ceiling)
    expect(ceilings).toEqual([1, null, null, null, null, null])
    // What an answer is worth changes nothing of it, and neither does no score.
    const wrong = await run(kase(line(), answers(answerOf('function f(x){return 9}'))))
    expect(entryOf(wrong, 'nmse')).toMatchObject({ ceiling: 1, score: { value: 0 } })
    const none = await run(kase(line(), answers({ ...RIGHT, code: null })))
    expect(entryOf(none, 'nmse')).toMatchObject({ ceiling: 1, score: { status: 'unscored' } })
  })

  test('broken code is a wrong answer that says why', async () => {
    const loops = await run(kase(line(), answers(answerOf('function f(x){for(;;);}'))))
    expect(scoreOf(loops, 'law')).toMatchObject({
      value: 0,
      detail: expect.stringContaining('code took longer than 500 ms') as unknown,
    })
    const broken = await run(kase(line(), answers(answerOf('function f(x){'))))
    expect(scoreOf(broken, 'solved')).toMatchObject({ value: 0 })
  })

  test('no code is no score', async () => {
    const record = await run(kase(line(), answers({ ...RIGHT, code: null })))
    const unscored = { status: 'unscored', reason: 'the answer has no code' }
    expect(scoreOf(record, 'nmse')).toEqual(unscored)
    expect(scoreOf(record, 'solved')).toEqual(unscored)
  })

  test('a scorer that does not apply says so of every answer', async () => {
    const truth = () => ({ ...lineWithNoise(0), probes: () => ({}) })
    const suite = suiteOf(numeric, { truth, ideal: () => RIGHT }, [nmse(), law()])
    for (const answer of [RIGHT, { ...RIGHT, code: null }, answerOf('function f(')]) {
      const record = await run(kase(suite, answers(answer)))
      expect(entryOf(record, 'nmse')).toMatchObject({
        ceiling: null,
        score: { status: 'inapplicable', reason: 'no finite point on the grid' },
      })
      expect(scoreOf(record, 'solved')).toMatchObject({ status: 'inapplicable' })
    }
  })
})

describe('lists of booleans', () => {
  const lists: readonly Bits[] = [[], [true], [false, true]]
  const some = truthOf(
    perList((list) => list.includes(true)),
    lists,
  )
  const ideal = () => answerOf('function f(x){return x.includes(true)}')
  const suite = (truth: typeof some) => suiteOf(bits, { truth: () => truth, ideal }, [agreement()])

  test('are queried, scored and recorded like numbers, also where the function takes its time', async () => {
    const slow = {
      expected: some.expected,
      sample: async (inputs: readonly Bits[]) => some.expected(inputs),
      probes: async () => some.probes(() => 0),
    }
    const asks = interpreter<'booleans'>(async (box) => {
      const outputs = await box.queryAll([[true], [true], [], [false]])
      expect(outputs).toEqual([true, true, false, false])
      return ideal()
    })
    const record = await run(kase(suite(slow), asks, { timed: true }))
    expect(record).toMatchObject({
      state: 'interpreted',
      category: 'booleans',
      queries: { count: 4, distinct: 3, experiments: 1 },
    })
    expect(record.timing.nsPerCall).toBeGreaterThan(0)
    expect(entryOf(record, 'agreement')).toMatchObject({ ceiling: 1, score: { value: 1 } })
  })

  test.each([
    ['x.length > 1 ? 7 : false', { input: [true], expected: true, got: false }],
    ['x.length === 1 ? true : x', { input: [], expected: false, got: null }],
  ])('an answer of %s has a counterexample', async (expression, counterexample) => {
    const wrong = answers(answerOf(`function f(x){return ${expression}}`))
    const record = await run(kase(suite(some), wrong))
    expect(scoreOf(record, 'agreement')).toMatchObject({ value: 1 / 3, counterexample })
  })
})

describe('a case has failed', () => {
  test('where the interpreter throws, also before it returns a promise', async () => {
    const throws = interpreter(() => {
      throw new TypeError('at once')
    })
    expect(await run(kase(line(), throws))).toMatchObject({
      state: 'failed',
      error: { kind: 'interpreter', message: 'TypeError: at once' },
    })
  })

  test('where its answer is none of the category', async () => {
    const record = await run(kase(line(), answers({ ...RIGHT, certainty: 1 })))
    expect(record).toMatchObject({
      state: 'failed',
      error: {
        kind: 'answer',
        message: expect.stringMatching(/^no answer of numeric: .*"certainty"/) as unknown,
      },
      scores: [
        { scorer: 'nmse', ceiling: 1, score: { status: 'unscored' } },
        { scorer: 'law', ceiling: null },
        { scorer: 'solved' },
        { scorer: 'unit-test' },
      ],
    })
    expect(record).not.toHaveProperty('interpretation')
  })

  test('where the model wrote what is no answer, which is kept', async () => {
    const rambles = interpreter<'numeric'>(() =>
      Promise.reject(new MalformedAnswer('no JSON', 'It doubles.')),
    )
    expect(await run(kase(line(), rambles))).toMatchObject({
      error: { kind: 'answer', raw: 'It doubles.' },
    })
  })

  test('where it is aborted, at once', async () => {
    const controller = new AbortController()
    const hangs = interpreter<'numeric'>(() => new Promise(() => undefined))
    const record = run(kase(line(), hangs), controller.signal)
    controller.abort(new Error('stop'))
    expect(await record).toMatchObject({ state: 'failed', error: { message: 'Error: stop' } })
  })
})

describe('a fault of the harness', () => {
  const asks = interpreter<'numeric'>(async (box) => {
    await box.queryAll([1, 2])
    return RIGHT
  })

  test('may be the function’s', async () => {
    const sample = () => {
      throw new Error('bad kernel')
    }
    const truth = () => ({ ...lineWithNoise(0), sample })
    const suite = suiteOf(numeric, { truth, ideal: () => RIGHT }, [nmse()])
    expect(await run(kase(suite, asks))).toMatchObject({
      state: 'failed',
      error: { kind: 'harness', message: 'Error: bad kernel' },
    })
    const answersAllTheSame = interpreter<'numeric'>(async (box) => {
      await box.query(1).catch(() => undefined)
      return RIGHT
    })
    expect(await run(kase(suite, answersAllTheSame))).toMatchObject({
      state: 'failed',
      error: { kind: 'harness', message: 'Error: bad kernel' },
      interpretation: RIGHT,
    })
  })

  test('after the answer leaves the answer in the record, and what is known of the case', async () => {
    const score = () => {
      throw new Error('bad scorer')
    }
    const known = {
      state: 'failed',
      queries: { count: 2, experiments: 1 },
      interpretation: RIGHT,
      scores: [],
    }
    expect(await run(kase(line(0, [{ ...nmse(), score }]), asks))).toMatchObject({
      ...known,
      error: { kind: 'harness', message: 'Error: bad scorer' },
    })
    const broken = { ...sandbox, run: () => Promise.reject(new Error('no memory')) }
    expect(await run(kase(line(), asks, { sandbox: broken }))).toMatchObject({
      ...known,
      error: { kind: 'harness', message: 'Error: no memory' },
    })
  })

  test('is a score that no record can hold: it is said in one line, of which suite', async () => {
    const score = () => ({ status: 'scored' as const, value: 1.5, detail: '' })
    const record = await run(kase(line(0, [{ ...nmse(), score }]), asks))
    expect(record).toMatchObject({ state: 'failed', interpretation: RIGHT })
    expect(record.state === 'failed' && record.error).toEqual({
      kind: 'harness',
      message: expect.stringMatching(
        /^Error: suite example: a scorer gave what no record can hold: .*<=1.*scores\[0\].*$/,
      ) as unknown,
    })
  })

  test('is an answer that no record can hold', async () => {
    const answer = z.object({ description: z.string(), domain: z.null(), found: z.date() })
    const category = { ...numeric, answer: answer as unknown as z.ZodType<Answer<'numeric'>> }
    const found = { description: 'a', domain: null, found: new Date(0) }
    expect(await run(kase({ ...line(), category }, answers(found)))).toMatchObject({
      state: 'failed',
      error: {
        kind: 'harness',
        message: expect.stringMatching(
          /^Error: suite example: its category numeric takes for an answer what no record can hold: .*found.*$/,
        ) as unknown,
      },
    })
  })

  test('is a store that cannot be read', async () => {
    const unlucky = interpreter<'numeric'>(() => Promise.reject(new CacheCorrupt('damaged')))
    expect(await run(kase(line(), unlucky))).toMatchObject({ error: { kind: 'harness' } })
  })
})
