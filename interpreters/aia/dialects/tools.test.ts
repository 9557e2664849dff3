import { describe, expect, test } from 'vitest'
import { truthOf } from '../../../plugins/categories/functions.ts'
import { scriptedModel } from '../../../plugins/testing/scripted-model.ts'
import {
  ANSWER,
  call,
  interpretNumeric,
  interpretStrings,
  INTERPRETATION,
  run,
  submit,
  told,
} from '../testing/scripted-case.ts'

describe('with tools', () => {
  test('experiments, and answers', async () => {
    const model = scriptedModel(run(1, 2.5), run(-128), submit())
    const { answer, counts } = await interpretNumeric(model)
    expect(answer).toEqual(INTERPRETATION)
    expect(counts.queries).toBe(3)
    const [first] = model.requests
    expect(first).toMatchObject({
      prompt: 'aia/numeric@3',
      messages: [{ role: 'user', text: 'You have 100 queries and 20 turns.' }],
    })
    expect(first?.tools?.map(({ name }) => name)).toEqual(['query', 'sweep', 'test_code', 'submit'])
    expect(told(model.requests, 1)).toEqual([
      { query: '{"pairs":[[1,2],[2.5,5]],"queries_left":98,"turns_left":19}' },
    ])
    expect(told(model.requests, 2)).toEqual([
      { query: '{"pairs":[[-128,-256]],"queries_left":97,"turns_left":18}' },
    ])
    // The conversation only grows, so that servers can keep its beginning.
    expect(model.requests[2]?.messages.slice(0, 3)).toEqual(model.requests[1]?.messages)
  })

  test('several calls of a turn are answered one by one, up to the answer', async () => {
    const calls = [call('query', { inputs: [1] }, 'a'), call('query', { inputs: [2] }, 'b')]
    const last = [call('submit', ANSWER), call('query', { inputs: [3] }, 'c')]
    const model = scriptedModel({ calls }, { calls: last })
    const { counts } = await interpretNumeric(model)
    expect(told(model.requests, 1)).toEqual([
      { a: '{"pairs":[[1,2]],"queries_left":99,"turns_left":19}' },
      { b: '{"pairs":[[2,4]],"queries_left":98,"turns_left":19}' },
    ])
    expect(counts.queries).toBe(2)
  })

  test.each([
    ['numbers out of the domain', { inputs: [129] }, /numeric boxes take numbers in \[-128, 128\]/],
    ['strings', { inputs: ['a'] }, /expected number, received string/],
    ['one number', { inputs: 1 }, /expected array/],
    ['another argument', { inputs: [1], dense: true }, /Unrecognized key/],
    ['no input', { inputs: [] }, /expected 1 to 2000 inputs in a call; got 0/],
    ['too many inputs', { inputs: Array(2001).fill(0) }, /1 to 2000 inputs in a call; got 2001/],
    ['no JSON', '{"inputs": [1, 2', /JSON/],
    ['nothing', '', /inputs/],
    ['more than the budget', { inputs: Array(101).fill(0) }, /^asked 101 queries with 100 of 100/],
  ])('a call with %s is told what is wrong, and costs a turn', async (_, args, reason) => {
    const model = scriptedModel({ calls: [call('query', args)] }, submit())
    const { answer, counts } = await interpretNumeric(model, { turns: 2 })
    expect(answer).toEqual(INTERPRETATION)
    expect(counts.queries).toBe(0)
    const [{ query: output }] = told(model.requests, 1) as [Record<string, string>]
    const [json, quoted] = output!.split('\n')
    const { error } = JSON.parse(json!) as { error: string }
    expect(quoted).toBe(
      reason.source === 'JSON' ? `The arguments as you wrote them: ${args as string}` : undefined,
    )
    expect(error).toMatch(reason)
    expect(error.length).toBeLessThanOrEqual(500)
  })

  test('a call that was cut off is told so, and only that one', async () => {
    const calls = [call('query', '{"inputs": [1', 'a'), call('query', '{"inputs": [2', 'b')]
    const model = scriptedModel({ calls, truncated: true }, submit())
    await interpretNumeric(model)
    const [{ a }, { b }] = told(model.requests, 1) as [{ a: string }, { b: string }]
    expect(a).toMatch(/"error":".*JSON/)
    expect(b).toMatch(/^\{"error":"it was cut off at the limit of output tokens: write less"/)
  })

  test('a tool that is not there is told so', async () => {
    const model = scriptedModel({ calls: [call('run_code', {})] }, submit())
    await interpretNumeric(model)
    expect(told(model.requests, 1)).toEqual([
      {
        run_code: '{"error":"there is no tool \\"run_code\\"","queries_left":100,"turns_left":19}',
      },
    ])
  })

  test('numbers that JSON cannot hold are named, others have ten digits', async () => {
    const outputs = [NaN, Infinity, -Infinity, 1 / 3, 1e300 / 3, -0, 123456789012]
    const inputs = outputs.map((_, i) => i + 1 / 3)
    const model = scriptedModel(run(...inputs), submit())
    const truth = truthOf(() => Float64Array.from(outputs), Float64Array.of())
    await interpretNumeric(model, {}, { truth })
    const shown = ['NaN', 'Infinity', '-Infinity', 0.3333333333, 3.333333333e299, 0, 123456789000]
    // Inputs stand as they were given: a model may look for its own numbers.
    const pairs = inputs.map((input, i) => [input, shown[i]])
    expect(told(model.requests, 1)).toEqual([
      { query: JSON.stringify({ pairs, queries_left: 93, turns_left: 19 }) },
    ])
  })

  test('long strings are cut, and say so, inputs as well', async () => {
    const [half, long] = ['🙂'.repeat(300), '🙂'.repeat(600)]
    const model = scriptedModel(run('ab', half, long), submit())
    await interpretStrings(model)
    const [{ query: output }] = told(model.requests, 1) as [Record<string, string>]
    const cut = (length: number) =>
      `${'🙂'.repeat(500)} … [cut: 500 of ${length} characters are shown]`
    expect(JSON.parse(output!)).toEqual({
      pairs: [
        ['ab', 'abab'],
        [half, cut(600)],
        [cut(600), cut(1200)],
      ],
      queries_left: 97,
      turns_left: 19,
    })
    expect(model.requests[0]?.prompt).toBe('aia/strings@3')
  })

  describe('an answer that cannot be read', () => {
    test('is quoted once, and experiments may go on', async () => {
      const model = scriptedModel(submit({ description: 'doubles' }), run(1), submit())
      const { answer } = await interpretNumeric(model)
      expect(answer).toEqual(INTERPRETATION)
      expect(told(model.requests, 1)).toEqual([
        {
          submit: expect.stringMatching(/^Your answer is not accepted: [^]*code/) as unknown,
        },
      ])
    })

    test('leaves no call without an output', async () => {
      const calls = [
        call('query', { inputs: [1] }, 'a'),
        call('submit', '{', 'b'),
        call('query', { inputs: [2] }, 'c'),
      ]
      const model = scriptedModel({ calls }, submit())
      const { counts } = await interpretNumeric(model)
      expect(told(model.requests, 1)).toEqual([
        { a: '{"pairs":[[1,2]],"queries_left":99,"turns_left":20}' },
        { b: expect.stringMatching(/^Your answer is not accepted: /) as unknown },
        { c: '{"error":"not run: it stood behind your answer","queries_left":99,"turns_left":20}' },
      ])
      expect(counts.queries).toBe(1)
    })

    test('is one whose code does not run, or gives outputs of another type', async () => {
      const said = async (code: string) => {
        const model = scriptedModel(run(1), submit({ ...ANSWER, code }), submit())
        expect((await interpretNumeric(model)).answer).toEqual(INTERPRETATION)
        return JSON.stringify(told(model.requests, 2))
      }
      expect(await said('function f(x) {')).toContain('its code does not compile')
      expect(await said('const g = 1')).toContain('its code defines no function f')
      expect(await said('const f = (x) => `${x}`')).toContain('its code gives nothing like 2')
      // What still does not run is for scorers to judge.
      const broken = { ...ANSWER, code: 'function f(x) {' }
      const { answer } = await interpretNumeric(scriptedModel(submit(broken), submit(broken)))
      expect(answer.code?.source).toBe(broken.code)
    })

    test('is none of one who thinks aloud, up to the third time in a row', async () => {
      const model = scriptedModel('Hm.', 'It doubles.', run(1), 'Hm.', submit('{'), submit())
      await interpretNumeric(model)
      const nudge = 'Your turn called no tool. Call one of query, sweep, test_code, submit now.'
      expect(told(model.requests, 1)).toEqual([`${nudge}\nYou have 100 queries and 19 turns left.`])
      const thinker = scriptedModel('a', 'b', 'c', 'd', 'e', 'f')
      await expect(interpretNumeric(thinker)).rejects.toMatchObject({
        name: 'MalformedAnswer',
        message: nudge,
        raw: 'f',
      })
      const last = scriptedModel(run(1), 'It doubles.', submit())
      expect((await interpretNumeric(last, { turns: 2 })).answer).toEqual(INTERPRETATION)
    })

    test('fails the case the second time, with what was written', async () => {
      const twice = scriptedModel(submit('{'), submit('}'))
      await expect(interpretNumeric(twice)).rejects.toMatchObject({ raw: '}' })
    })

    test('gets its repair beyond the last turn', async () => {
      const model = scriptedModel(run(1), submit('{'), submit())
      const { answer } = await interpretNumeric(model, { turns: 2 })
      expect(answer).toEqual(INTERPRETATION)
      expect(told(model.requests, 2).at(-1)).toMatch(/answer now\.$/)
    })

    test('is told where it was cut off', async () => {
      const text = { text: 'Let me think', truncated: true }
      const json = { calls: [call('submit', '{"descr')], truncated: true }
      for (const reply of [text, json]) {
        const model = scriptedModel(reply, submit())
        await interpretNumeric(model)
        expect(JSON.stringify(told(model.requests, 1))).toContain('the limit of output tokens')
      }
    })
  })

  test('a refusal is final', async () => {
    const model = scriptedModel({ refusal: 'I would rather not.' }, submit())
    await expect(interpretNumeric(model)).rejects.toMatchObject({
      name: 'MalformedAnswer',
      message: 'the model refused to answer',
      raw: 'I would rather not.',
    })
  })
})
