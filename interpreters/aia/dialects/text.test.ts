import { describe, expect, test } from 'vitest'
import { scriptedModel } from '../../../plugins/testing/scripted-model.ts'
import {
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
    expect(told(model.requests, 1)).toEqual(['[OUTPUT] [[1,2],[2.5,5]]\n[OUTPUT] [[0,0]]'])
  })

  test('strings are JSON as well', async () => {
    const model = scriptedModel('[RUN] ["a\\n", "[RUN]"]', SECTIONS)
    await interpretStrings(model, text)
    expect(told(model.requests, 1)).toEqual([
      '[OUTPUT] [["a\\n","a\\na\\n"],["[RUN]","[RUN][RUN]"]]',
    ])
  })

  test.each([
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
    expect(message).not.toContain('\n')
  })

  test('an answer goes before experiments of the same turn', async () => {
    const { counts } = await interpretNumeric(scriptedModel(`[RUN] [1]\n${SECTIONS}`), text)
    expect(counts.queries).toBe(0)
  })

  test.each([
    ['It doubles.', /expected lines that begin with \[RUN\], or an answer .*; got neither/],
    ['[CODE]: f', /got neither/],
    ['[DESCRIPTION]: doubles', /got \[DESCRIPTION\]/],
  ])('the answer %j is quoted once', async (wrong, reason) => {
    const model = scriptedModel(wrong, SECTIONS)
    const { answer } = await interpretNumeric(model, text)
    expect(answer).toEqual(INTERPRETATION)
    const [message, ...others] = told(model.requests, 1)
    expect(message).toMatch(/^Your answer could not be read: /)
    expect(message).toMatch(reason)
    expect(others).toEqual([])
    await expect(interpretNumeric(scriptedModel(wrong, wrong), text)).rejects.toMatchObject({
      raw: wrong,
    })
  })

  test('an answer that was cut off is quoted as such', async () => {
    for (const reply of [SECTIONS, 'Let me think']) {
      const model = scriptedModel({ text: reply, truncated: true }, SECTIONS)
      await interpretNumeric(model, text)
      expect(told(model.requests, 1)[0]).toMatch(/limit of output tokens/)
    }
  })
})
