import { inspect } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { BudgetExceeded, InvalidQuery, type Random, type Tools } from '../contracts.ts'
import type { Experiment } from '../model.ts'
import { openMeter } from '../run/meter.ts'
import { codeSandbox } from '../sandbox/sandbox.ts'
import { type Bits, bits, perList } from '../testing/example-category.ts'
import { randomStream } from '../utils/random.ts'
import { type FunctionTruth, truthOf } from './functions.ts'
import { numeric } from './numeric/index.ts'
import { strings } from './strings/index.ts'

const SECRET = 'secret truth 4711'

/** Functions that are not judged anywhere. */
const unjudged = { probes: () => ({}) }
const perNumber = (
  f: (x: number, random: Random) => number,
): FunctionTruth<Float64Array, Float64Array> => {
  const sample = (inputs: Float64Array, random: Random) => inputs.map((x) => f(x, random))
  return { ...unjudged, expected: (inputs) => sample(inputs, () => 0), sample }
}
const noisy = perNumber((x, random) => x + random())
const upper = truthOf((inputs: readonly string[]) => inputs.map((s) => s.toUpperCase()), [''])
const lists: readonly Bits[] = [[], [true], [false, true]]
const some = truthOf(
  perList((list) => list.includes(true)),
  lists,
)

const noise = () => randomStream(0, 'noise')
function openNumbers(truth: typeof noisy, budget = 10) {
  const { meter, counts } = openMeter(budget)
  return { box: numeric.open(truth, meter, noise()), counts }
}
function openBits(truth: FunctionTruth<readonly Bits[], readonly boolean[]>) {
  const { meter, counts } = openMeter(10)
  return { box: bits.open(truth, meter, noise()), counts }
}

const codes = codeSandbox()
afterAll(() => codes.close())
const inSandbox: Tools['run'] = (code, inputs) => codes.run(code, inputs)

describe('a box', () => {
  test('has one door for one input and one for many, which answer alike', async () => {
    const { box } = openNumbers(perNumber((x) => 2 * x))
    expect(await box.query(3)).toBe(6)
    expect(await box.queryAll([1, 2])).toEqual([2, 4])
    expect(await box.queryAll([])).toEqual([])
    expect(box.queriesLeft).toBe(7)
    const texts = strings.open(upper, openMeter(10).meter, noise())
    expect(await texts.query('ab')).toBe('AB')
    expect(await texts.queryAll(['a', ''])).toEqual(['A', ''])
    const ofLists = openBits(some).box
    expect(await ofLists.query([true, false])).toBe(true)
    expect(await ofLists.queryAll([[], [true]])).toEqual([false, true])
  })

  test('waits for a function that takes its time', async () => {
    const slow = {
      ...unjudged,
      expected: some.expected,
      sample: async (asked: readonly Bits[]) => some.expected(asked),
    }
    const { box, counts } = openBits(slow)
    expect(await box.query([true])).toBe(true)
    expect(await box.queryAll([[false], [false]])).toEqual([false, false])
    expect(counts).toMatchObject({ queries: 3, distinct: 2, experiments: 2 })
  })

  test('keeps its budget', async () => {
    const { box, counts } = openNumbers(noisy, 3)
    await box.queryAll([1, 2])
    await expect(box.queryAll([3, 4])).rejects.toThrow(new BudgetExceeded(2, 1, 3))
    await box.query(3)
    await expect(box.query(4)).rejects.toThrow('asked 1 queries with 0 of 3 left')
    expect(counts.queries).toBe(3)
  })

  test('refuses inputs that are not of the category, before anything is charged', async () => {
    const { box, counts } = openNumbers(noisy)
    for (const bad of [129, -128.001, NaN, Infinity, '3', null, undefined, {}, [1]]) {
      await expect(box.queryAll([1, bad as number])).rejects.toThrow(InvalidQuery)
      await expect(box.query(bad as number)).rejects.toThrow(InvalidQuery)
    }
    await expect(box.query(200)).rejects.toThrow(
      'numeric boxes take numbers in [-128, 128]; got 200',
    )
    await expect(box.query([1, 2] as never)).rejects.toThrow('got [ 1, 2 ] (queryAll asks a list)')
    expect(counts.queries).toBe(0)
    const texts = openMeter(10)
    await expect(strings.open(upper, texts.meter, noise()).query(1 as never)).rejects.toThrow(
      'strings boxes take strings; got 1',
    )
    const opened = openBits(some)
    await expect(opened.box.query([true, 'a'] as never)).rejects.toThrow(
      "booleans boxes take lists of booleans; got [ true, 'a' ]",
    )
    expect(texts.counts.queries + opened.counts.queries).toBe(0)
  })

  test('takes a list of inputs, and nothing that is like one', async () => {
    const { meter, counts } = openMeter(10)
    const box = strings.open(upper, meter, noise())
    for (const bad of ['abc', 3, undefined, new Set(['a']), { length: 1, 0: 'a' }])
      await expect(box.queryAll(bad as never)).rejects.toThrow(
        /^queryAll takes a list of inputs; got /,
      )
    expect(counts.queries).toBe(0)
  })

  test('works on copies: who asks can neither change an input nor watch it being read', async () => {
    const seen: Bits[] = []
    const watched = new Proxy([true], {})
    const sample = async (asked: readonly Bits[]) => {
      await Promise.resolve()
      seen.push(...asked)
      return some.expected(asked)
    }
    const { box, counts } = openBits({ ...some, sample })
    await expect(box.query(watched)).rejects.toThrow(InvalidQuery)
    expect(counts.queries).toBe(0)
    const list = [true, false]
    const asked = box.query(list)
    list.fill(false)
    expect(await asked).toBe(true)
    expect(seen).toEqual([[true, false]])
  })

  test('has noise of its own stream: repeatable from box to box, fresh from call to call', async () => {
    const first = await openNumbers(noisy).box.queryAll([1, 1])
    expect(await openNumbers(noisy).box.queryAll([1, 1])).toEqual(first)
    expect(first[0]).not.toBe(first[1])
  })

  test('gives nothing of the function away', async () => {
    const secrets = { description: SECRET }
    const { box, counts } = openNumbers({
      ...unjudged,
      expected: (inputs) => inputs,
      sample(inputs) {
        if (inputs.includes(7)) throw new Error(secrets.description, { cause: secrets })
        return inputs.map(() => secrets.description.length)
      },
    })
    const error: unknown = await box.query(7).catch((reason: unknown) => reason)
    const objects = [box, box.query, box.queryAll, Object.getPrototypeOf(box) as object]
    const views = [
      JSON.stringify(box),
      inspect(box, { showHidden: true, depth: null }),
      inspect(error, { showHidden: true, depth: null }),
      ...objects.flatMap((one) => [
        inspect(one),
        ...Reflect.ownKeys(one).map((key) => String(Reflect.get(one, key))),
      ]),
    ]
    expect(views.join('\n')).not.toContain(SECRET)
    expect(error).toEqual(new Error('the black box failed'))
    expect(counts.fault).toMatchObject({ message: SECRET })
    expect(Reflect.ownKeys(box)).toEqual(['queriesLeft', 'seen', 'query', 'queryAll'])
    for (const one of [box, box.seen, box.query, box.queryAll])
      expect(Object.isFrozen(one)).toBe(true)
    expect(() => Object.assign(box, { query: null })).toThrow(TypeError)
  })
})

describe('the evidence', () => {
  const sandbox = codeSandbox()
  afterAll(() => sandbox.close())

  /** What an answer is compared with has noise on it, at its last point. */
  const truth: FunctionTruth<readonly Bits[], readonly boolean[]> = {
    ...some,
    probes: () => ({
      plain: { inputs: lists, expected: [false, true, false], truth: some.expected(lists) },
      more: { inputs: [[false]], expected: [false], truth: [false] },
    }),
  }
  const probe = async () => bits.probe(truth, randomStream(0, 'probes'))
  const confront = async (
    source: string | null,
    { run }: Pick<typeof sandbox, 'run'> = sandbox,
  ) => {
    const code = source === null ? null : { language: 'javascript' as const, source }
    const answer = { description: 'a', domain: null, code }
    const tools = { run, random: randomStream(0, 'order') }
    return bits.confront(answer, { truth, probed: await probe() }, tools)
  }
  const gotOf = (came: Awaited<ReturnType<typeof confront>>) => {
    if ('unscored' in came) throw new Error(came.unscored)
    return [came.evidence['plain']!.got, came.evidence['more']!.got]
  }

  test('of the ideal answer is the truth, not what answers are compared with', async () => {
    const { plain, more } = await probe()
    expect(plain).toEqual({
      inputs: lists,
      expected: [false, true, false],
      truth: [false, true, true],
      got: [false, true, true],
    })
    expect(more!.got).toEqual([false])
  })

  test('of an answer is what its code gives, at the same points', async () => {
    const came = await confront('function f(x) { return x.length > 1 }')
    expect(gotOf(came)).toEqual([[false, false, true], [false]])
    expect(came).not.toHaveProperty('remark')
    expect(came).toMatchObject({
      evidence: { plain: { inputs: lists, expected: [false, true, false] } },
    })
  })

  test('is null where the code gives no output, or none of the category, and says where first', async () => {
    const came = await confront('function f(x) { return x.length === 1 ? x.y.z : x.length > 0 }')
    expect(gotOf(came)).toEqual([[false, null, true], [null]])
    expect(came).toMatchObject({
      remark: expect.stringMatching(
        /^code gave no output for \[true\]: threw TypeError/,
      ) as unknown,
    })
    expect(gotOf(await confront('function f(x) { return 1 }'))).toEqual([
      [null, null, null],
      [null],
    ])
  })

  test('is null throughout where the code is broken, which says so', async () => {
    for (const source of ['function f(', 'const g = 1']) {
      const came = await confront(source)
      expect(gotOf(came)).toEqual([[null, null, null], [null]])
      expect(came).toMatchObject({ remark: expect.stringMatching(/^code /) as unknown })
    }
  })

  test('is none without code, or without a sandbox for it', async () => {
    expect(await confront(null)).toEqual({ unscored: 'the answer has no code' })
    const reason = 'no sandbox here'
    const nowhere = { run: async () => ({ status: 'unavailable' as const, reason }) }
    expect(await confront('function f() {}', nowhere)).toEqual({ unscored: reason })
  })

  test('has no point at which the truth is nothing to compare with', async () => {
    const points = Float64Array.of(4, 3.2)
    const at = (y: number) =>
      numeric.probe(
        truthOf(() => Float64Array.of(1, y), points),
        noise(),
      )
    for (const y of [NaN, Infinity, -Infinity])
      await expect(at(y)).rejects.toThrow(`the truth is ${y} at 3.2 of the probes \`samples\``)
    const none = truthOf(() => [undefined as never], [[true]])
    await expect(bits.probe(none, noise())).rejects.toThrow('the truth is undefined at [ true ]')
    // Nor have the samples that interpreters are tried on.
    for (const sample of Object.values(numeric.samples))
      await expect(numeric.probe(sample, noise())).resolves.toHaveProperty('samples')
  })

  test('of numbers holds those that JSON does not', async () => {
    const points = Float64Array.of(-1, 0, 4)
    const same = truthOf((xs: Float64Array) => xs, points)
    const probed = await numeric.probe(same, noise())
    const code = { language: 'javascript' as const, source: 'function f(x) { return x && 1 / 0 }' }
    const came = await numeric.confront(
      { description: 'a', domain: null, code },
      { truth: same, probed },
      { run: sandbox.run, random: randomStream(0, 'order') },
    )
    expect(came).toMatchObject({ evidence: { samples: { got: [Infinity, 0, Infinity] } } })
  })
})

describe('the hot path', () => {
  test('is a thousand calls of the function with its noise, at its points in turn', async () => {
    const batches: number[][] = []
    const sample = (xs: Float64Array, random: Random) => {
      batches.push([...xs])
      return xs.map((x) => x + random())
    }
    const points = Float64Array.of(1, 2, 3)
    const truth = { ...truthOf((xs: Float64Array) => xs, points), sample }
    let drawn = 0
    const random = () => drawn++
    const { calls, run } = numeric.hotPath(truth, await numeric.probe(truth, noise()), random)
    await run()
    expect(calls).toBe(1000)
    expect(batches).toEqual([Array.from({ length: 1000 }, (_, i) => (i % 3) + 1)])
    expect(drawn).toBe(1000)
  })

  test('waits for a function that takes its time, and is there without any point', async () => {
    let done = 0
    const sample = async (asked: readonly Bits[]) => {
      await Promise.resolve()
      done += asked.length
      return some.expected(asked)
    }
    const truth = { ...some, ...unjudged, sample }
    const { run } = bits.hotPath(truth, await bits.probe(truth, noise()), noise())
    await run()
    expect(done).toBe(1000)
  })
})

describe('an answer', () => {
  const answer = { description: 'a', domain: null, code: null }
  test.each([
    [answer, true],
    [{ ...answer, domain: 'above', code: { language: 'python', source: 'def f(x): pass' } }, true],
    [{ ...answer, description: '' }, false],
    [{ ...answer, code: { language: 'javascript', source: '' } }, false],
    [{ ...answer, code: { language: 'rust', source: 'fn' } }, false],
    [{ ...answer, confidence: 1 }, true],
    [{ ...answer, confidence: 2 }, false],
    [{ ...answer, certainty: 1 }, false],
    [{ description: 'a', code: null }, false],
    [null, false],
  ])('%j is one: %j', (given, valid) => {
    expect(bits.answer.safeParse(given).success).toBe(valid)
  })
})

describe('what a language model may do', () => {
  const prompt = bits.prompt!

  test('is to run the function on lists of inputs', async () => {
    const { box, counts } = openBits(some)
    const [{ tool, text, run }] = prompt.experiments(box, inSandbox, 'javascript')
    expect(tool.name).toBe('query')
    expect([text?.heading, text?.args('[[],\n[true],] and so on')]).toEqual([
      'RUN',
      { inputs: [[], [true]] },
    ])
    expect(await run({ inputs: [[], [true]] })).toEqual({
      pairs: [
        [[], false],
        [[true], true],
      ],
      queries_left: 8,
    })
    for (const inputs of [[], Array.from({ length: 21 }, () => [])])
      await expect(run({ inputs })).rejects.toThrow(/^expected 1 to 20 inputs in a call; got /)
    await expect(run({ inputs: [[1]] })).rejects.toMatchObject({ name: 'ZodError' })
    await expect(run({ inputs: Array.from({ length: 9 }, () => []) })).rejects.toThrow(
      BudgetExceeded,
    )
    expect(counts.queries).toBe(2)
  })

  test('is to test code on all that was seen, for no query', async () => {
    const { box, counts } = openBits(some)
    const tools = prompt.experiments(box, inSandbox, 'javascript')
    expect(tools.map(({ tool }) => tool.name)).toEqual(['query', 'test_code', 'run_code'])
    const [runs, tests] = tools as [Experiment, Experiment]
    const never = { code: '```js\nfunction f(x) { return false }\n```' }
    await expect(tests.run(never)).rejects.toThrow('nothing was seen of the function so far')
    await runs.run({ inputs: [[], [true]] })
    expect(await tests.run(never)).toEqual({ tested: 2, wrong: 1, worst: [[[true], true, false]] })
    await expect(tests.run({ code: 'f(' })).rejects.toThrow(/^the code does not compile/)
    expect(await tests.run({ code: 'function f(x) { if (x.length > 0) throw 1 }' })).toMatchObject({
      wrong: 2,
      no_output: expect.stringMatching(/^at \[\]: /) as unknown,
    })
    expect(counts.queries).toBe(2)
    expect(box.seen()).toEqual([
      [[], false],
      [[true], true],
    ])
  })

  test('is to run code of its own on all that was seen, for no query', async () => {
    const { meter, counts } = openMeter(20)
    const roots = truthOf((inputs: Float64Array) => inputs.map(Math.sqrt), Float64Array.of())
    const box = numeric.open(roots, meter, noise())
    const own = numeric.prompt!.experiments(box, inSandbox, 'javascript').at(-1)!
    const { tool, text, run } = own
    expect(tool.name).toBe('run_code')
    await box.queryAll([2, -1, 4])
    const sum = '```js\nconst f = (pairs) => pairs.map(([x, y]) => [x, y])\n```\nThat will tell.'
    expect(await run(text!.args(sum))).toEqual({
      returned: [
        [2, Math.SQRT2],
        [-1, 'NaN'],
        [4, 2],
      ],
    })
    for (const [code, reason] of [
      ['f(', /^the code does not compile/],
      ['const f = () => undefined', /^the code gave nothing: /],
      ['function f() { throw Error("no") }', /^the code gave nothing: threw Error/],
      ['const f = () => "a".repeat(5000)', /^f returned 5002 characters of JSON; at most 4000/],
      ['const f = () => { for (;;) {} }', /^the code took longer than/],
      ['const f = () => globalThis.process.env', /^the code gave nothing: threw TypeError/],
    ] as const)
      await expect(run({ code })).rejects.toThrow(reason)
    expect(counts.queries).toBe(3)
  }, 30_000)

  test('an answer is held to what was seen, as far as it runs', async () => {
    const { box } = openBits(some)
    const check = (source: string | null) =>
      prompt.check!(
        {
          description: 'a',
          domain: null,
          code: source === null ? null : { language: 'javascript', source },
        },
        box,
        inSandbox,
      )
    expect(await check('function g(x) {}')).toMatch(/^its code defines no function f/)
    expect(await check('function f(x) { return 1 }')).toBeNull()
    await box.query([true])
    expect(await check('function f(x) { return 1 }')).toBe(
      'its code gives nothing like true, the output that was seen for [true]',
    )
    expect(await check('function f(x) { throw Error("no") }')).toMatch(/ \(threw Error:?.*\)$/)
    expect(await check('function f(x) { return false }')).toBeNull()
    expect(await check(null)).toBeNull()
  })

  test('is to sweep numbers, at a query a point', async () => {
    const { meter, counts } = openMeter(20)
    const double = truthOf((inputs: Float64Array) => inputs.map((x) => 2 * x), Float64Array.of())
    const box = numeric.open(double, meter, noise())
    const tools = numeric.prompt!.experiments(box, inSandbox, 'javascript')
    const anyPair = expect.arrayContaining([expect.any(Number)]) as unknown
    const [, { tool, text, run }, tests] = tools as [Experiment, Experiment, Experiment]
    expect(tool.name).toBe('sweep')
    const args = text!.args(' [0, 0.3, 0.1]\nto see')
    expect(args).toEqual({ from: 0, to: 0.3, step: 0.1 })
    const pairs = [0, 0.1, 0.2, 0.3].map((x) => [x, 2 * x])
    expect(await run(args)).toEqual({ pairs, queries_left: 16 })
    for (const [from, to, step] of [
      [1, 0, 1],
      [0, 1, 0],
      [0, 1, -1],
      [0, 1, 1e-9],
    ])
      await expect(run({ from, to, step })).rejects.toMatchObject({ name: 'CallRefused' })
    await expect(run({ from: 0, to: 100, step: 1 })).rejects.toThrow(BudgetExceeded)
    expect(counts.queries).toBe(4)
    expect(await tests.run({ code: 'const f = (x) => x === 0 ? NaN : 2 * x + 1' })).toMatchObject({
      tested: 4,
      largest_error: 1,
      root_mean_square_error: 1,
      without_output: 1,
      worst: [[0, 0, 'NaN'], anyPair, anyPair, anyPair],
    })
  })

  test('is to read exemplars, which are queries', async () => {
    const { box, counts } = openBits(some)
    const lines = await prompt.exemplars!(box, { count: 2, draw: 'regular' }, noise())
    const list = (first: boolean) => JSON.stringify([first, ...Array<boolean>(7).fill(false)])
    expect(lines).toEqual([`${list(false)} -> false`, `${list(true)} -> true`])
    expect(counts.queries).toBe(2)
  })
})
