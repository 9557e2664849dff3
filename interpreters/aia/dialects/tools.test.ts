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
      prompt: 'aia/numeric@2',
      messages: [{ role: 'user', text: 'You have 100 queries and 20 turns.' }],
    })
    expect(first?.tools?.map(({ name }) => name)).toEqual(['run_function', 'submit_interpretation'])
    expect(told(model.requests, 1)).toEqual([
      { run_function: '{"pairs":[[1,2],[2.5,5]],"queries_left":98}' },
    ])
    expect(told(model.requests, 2)).toEqual([
      { run_function: '{"pairs":[[-128,-256]],"queries_left":97}' },
    ])
    // The conversation only grows, so that servers can keep its beginning.
    expect(model.requests[2]?.messages.slice(0, 3)).toEqual(model.requests[1]?.messages)
  })

  test('several calls of a turn are answered one by one, up to the answer', async () => {
    const calls = [
      call('run_function', { inputs: [1] }, 'a'),
      call('run_function', { inputs: [2] }, 'b'),
    ]
    const last = [call('submit_interpretation', ANSWER), call('run_function', { inputs: [3] }, 'c')]
    const model = scriptedModel({ calls }, { calls: last })
    const { counts } = await interpretNumeric(model)
    expect(told(model.requests, 1)).toEqual([
      { a: '{"pairs":[[1,2]],"queries_left":99}' },
      { b: '{"pairs":[[2,4]],"queries_left":98}' },
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
    const model = scriptedModel({ calls: [call('run_function', args)] }, submit())
    const { answer, counts } = await interpretNumeric(model, { turns: 2 })
    expect(answer).toEqual(INTERPRETATION)
    expect(counts.queries).toBe(0)
    const [{ run_function: output }] = told(model.requests, 1) as [Record<string, string>]
    const { error } = JSON.parse(output!) as { error: string }
    expect(error).toMatch(reason)
    expect(error.length).toBeLessThanOrEqual(500)
  })

  test('a tool that is not there is told so', async () => {
    const model = scriptedModel({ calls: [call('run_code', {})] }, submit())
    await interpretNumeric(model)
    expect(told(model.requests, 1)).toEqual([
      { run_code: '{"error":"there is no tool \\"run_code\\""}' },
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
      { run_function: JSON.stringify({ pairs, queries_left: 93 }) },
    ])
  })

  test('long strings are cut, and say so, inputs as well', async () => {
    const [half, long] = ['🙂'.repeat(300), '🙂'.repeat(600)]
    const model = scriptedModel(run('ab', half, long), submit())
    await interpretStrings(model)
    const [{ run_function: output }] = told(model.requests, 1) as [Record<string, string>]
    const cut = (length: number) =>
      `${'🙂'.repeat(500)} … [cut: 500 of ${length} characters are shown]`
    expect(JSON.parse(output!)).toEqual({
      pairs: [
        ['ab', 'abab'],
        [half, cut(600)],
        [cut(600), cut(1200)],
      ],
      queries_left: 97,
    })
    expect(model.requests[0]?.prompt).toBe('aia/strings@2')
  })

  describe('an answer that cannot be read', () => {
    test('is quoted once, and experiments may go on', async () => {
      const model = scriptedModel(submit({ description: 'doubles' }), run(1), submit())
      const { answer } = await interpretNumeric(model)
      expect(answer).toEqual(INTERPRETATION)
      expect(told(model.requests, 1)).toEqual([
        {
          submit_interpretation: expect.stringMatching(
            /^Your answer could not be read: [^]*domain[^]*code/,
          ) as unknown,
        },
      ])
    })

    test('leaves no call without an output', async () => {
      const calls = [
        call('run_function', { inputs: [1] }, 'a'),
        call('submit_interpretation', '{', 'b'),
        call('run_function', { inputs: [2] }, 'c'),
      ]
      const model = scriptedModel({ calls }, submit())
      const { counts } = await interpretNumeric(model)
      expect(told(model.requests, 1)).toEqual([
        { a: '{"pairs":[[1,2]],"queries_left":99}' },
        { b: expect.stringMatching(/^Your answer could not be read: /) as unknown },
        { c: '{"error":"not run: it stood behind your answer"}' },
      ])
      expect(counts.queries).toBe(1)
    })

    test('may be plain text', async () => {
      const model = scriptedModel('It doubles.', submit())
      await interpretNumeric(model)
      expect(told(model.requests, 1)).toEqual([
        expect.stringMatching(
          /^Your answer could not be read: expected a call of one of run_function, submit_interpretation; got text alone\n/,
        ),
      ])
    })

    test('fails the case the second time, with what was written', async () => {
      const model = scriptedModel(submit('{'), run(1), 'It doubles.', submit())
      await expect(interpretNumeric(model)).rejects.toMatchObject({
        name: 'MalformedAnswer',
        message: expect.stringContaining('got text alone') as unknown,
        raw: 'It doubles.',
      })
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
      const json = { calls: [call('submit_interpretation', '{"descr')], truncated: true }
      for (const reply of [text, json]) {
        const model = scriptedModel(reply, submit())
        await interpretNumeric(model)
        expect(JSON.stringify(told(model.requests, 1))).toContain(
          'cut off at the limit of output tokens',
        )
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
