import { describe, expect, test } from 'vitest'
import { scriptedModel } from '../../../plugins/testing/scripted-model.ts'
import {
  call,
  interpretNumeric,
  interpretStrings,
  INTERPRETATION,
  SECTIONS,
  told,
} from '../testing/scripted-case.ts'

describe('in text', () => {
  const text = { dialect: 'text' }

  test('experiments, and answers', async () => {
    const model = scriptedModel(
      'Let us see.\n[RUN] [1, 2.5]\nand\n  [RUN] [0]',
      `I know it.\n${SECTIONS}`,
    )
    const { answer, counts } = await interpretNumeric(model, text)
    expect(answer).toEqual(INTERPRETATION)
    expect(counts.queries).toBe(3)
    expect(model.requests[0]?.tools).toBeUndefined()
    expect(told(model.requests, 1)).toEqual([
      '[OUTPUT] [[1,2],[2.5,5]]\n[OUTPUT] [[0,0]]\nYou have 97 queries and 19 turns left.',
    ])
  })

  test('strings are JSON as well', async () => {
    const model = scriptedModel('[RUN] ["a\\n", "[RUN]"]', SECTIONS)
    await interpretStrings(model, text)
    expect(told(model.requests, 1)).toEqual([
      '[OUTPUT] [["a\\n","a\\na\\n"],["[RUN]","[RUN][RUN]"]]\nYou have 98 queries and 19 turns left.',
    ])
  })

  test.each([
    ['[RUN] [1, 2', /^\[ERROR\] .*JSON/],
    ['[RUN] 1, 2', /^\[ERROR\] .*JSON/],
    ['[RUN] 1', /^\[ERROR\] .*expected array/],
    ['[RUN]', /^\[ERROR\] .*JSON/],
    ['[RUN] ["a", "b"]', /^\[ERROR\] .*expected number.*; .*expected number/],
    ['[RUN] [200]', /^\[ERROR\] numeric boxes take numbers in \[-128, 128\]/],
    [
      `[RUN] ${JSON.stringify(Array(101).fill(0))}`,
      /^\[ERROR\] asked 101 queries with 100 of 100 left/,
    ],
  ])('%j is told what is wrong, on one line', async (wrong, reason) => {
    const model = scriptedModel(wrong, SECTIONS)
    await interpretNumeric(model, text)
    const [message] = told(model.requests, 1)
    expect(message).toMatch(reason)
    expect(message).toMatch(/^[^\n]*\nYou have 100 queries and 19 turns left\.$/)
  })

  test('an answer goes before experiments of the same turn', async () => {
    const { counts } = await interpretNumeric(scriptedModel(`[RUN] [1]\n${SECTIONS}`), text)
    expect(counts.queries).toBe(0)
  })

  test.each([
    ['[DESCRIPTION]: doubles', /got \[DESCRIPTION\]/],
    [`${SECTIONS}\n${SECTIONS}`, /, each once; got /],
    [SECTIONS.replace('function', 'funktion'), /its code does not compile/],
  ])('the answer %j is quoted once', async (wrong, reason) => {
    const model = scriptedModel(wrong, SECTIONS)
    const { answer } = await interpretNumeric(model, text)
    expect(answer).toEqual(INTERPRETATION)
    const [message, ...others] = told(model.requests, 1)
    expect(message).toMatch(/^Your answer is not accepted: /)
    expect(message).toMatch(reason)
    expect(others).toEqual([])
  })

  test('an answer that cannot be read the second time fails the case', async () => {
    const wrong = '[DESCRIPTION]: doubles'
    await expect(interpretNumeric(scriptedModel(wrong, wrong), text)).rejects.toMatchObject({
      raw: wrong,
    })
  })

  test.each(['It doubles.', '[CODE]: f', ''])(
    'who only thinks %j is told to act',
    async (thought) => {
      const model = scriptedModel(thought, '[RUN] [1]', thought, thought, SECTIONS)
      const { answer } = await interpretNumeric(model, text)
      expect(answer).toEqual(INTERPRETATION)
      expect(told(model.requests, 1)).toEqual([
        'Your turn had neither lines that begin with [RUN] or [SWEEP] or [TEST], nor an answer that begins with [DESCRIPTION]. Write one of them now.\nYou have 100 queries and 19 turns left.',
      ])
    },
  )

  test('experiments may go over several lines, in marks of Markdown, with words behind them', async () => {
    const model = scriptedModel(
      '<think>\n[RUN] [9]\n</think>\n**[RUN]**\n```json\n[1,\n 2,]\n```\nThen a sweep.\n[SWEEP]: [0, 2, 1] it is\n[OUTPUT] [[0,7]]\n[TEST]\n```js\nfunction f(x) { return x + x }\n```\nI wait.',
      SECTIONS,
    )
    const { counts } = await interpretNumeric(model, text)
    expect(counts.queries).toBe(5)
    expect(told(model.requests, 1)).toEqual([
      '[OUTPUT] [[1,2],[2,4]]\n[OUTPUT] [[0,0],[1,2],[2,4]]\n[OUTPUT] {"tested":5,"root_mean_square_error":0,"largest_error":0,"worst":[]}\nYou have 95 queries and 19 turns left.',
    ])
  })

  test('calls that nobody asked for have an output each', async () => {
    const calls = [call('python', {}, 'a'), call('query', { inputs: [1] }, 'b')]
    const model = scriptedModel({ text: '[RUN] [1]', calls }, { calls }, SECTIONS)
    const { counts } = await interpretNumeric(model, text)
    expect(counts.queries).toBe(1)
    const none = expect.stringContaining('there are no tools here') as unknown
    expect(told(model.requests, 1)).toEqual([
      { a: none },
      { b: none },
      '[OUTPUT] [[1,2]]\nYou have 99 queries and 19 turns left.',
    ])
    expect(told(model.requests, 2)).toEqual([
      { a: none },
      { b: none },
      expect.stringMatching(/^Your turn had neither/),
    ])
  })

  test('an experiment that was cut off is told so', async () => {
    const model = scriptedModel({ text: '[RUN] [1]\n[RUN] [2, 3', truncated: true }, SECTIONS)
    await interpretNumeric(model, text)
    expect(told(model.requests, 1)[0]).toMatch(
      /^\[OUTPUT\] \[\[1,2\]\]\n\[ERROR\] it was cut off at the limit of output tokens: write less/,
    )
  })

  test('an answer that was cut off is quoted as such', async () => {
    for (const reply of [SECTIONS, 'Let me think']) {
      const model = scriptedModel({ text: reply, truncated: true }, SECTIONS)
      await interpretNumeric(model, text)
      expect(told(model.requests, 1)[0]).toMatch(/limit of output tokens/)
    }
  })
})
