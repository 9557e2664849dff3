import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Interpretation } from '../contracts.ts'
import type { AnswerForm } from '../model.ts'
import { answerSchema, codeForm, howToAnswer, readAnswer } from './answer.ts'
import { TIME_LIMIT } from '../sandbox/limits.ts'
import { repairMessage } from './ask-and-repair.ts'
import { MalformedAnswer } from './model-error.ts'

const form = codeForm('javascript')
const textOf = (answer: unknown) => (typeof answer === 'string' ? answer : JSON.stringify(answer))
const json = (answer: unknown, truncated = false) =>
  readAnswer(textOf(answer), form, 'tools', truncated)
const sections = (text: string, truncated = false) => readAnswer(text, form, 'text', truncated)

const SOURCE = 'function f(x) { return 2 * x }'
const ANSWER = { description: 'doubles', domain: null, code: SOURCE }
const TEXT = `[DESCRIPTION]: doubles\n[DOMAIN]: none\n[CODE]: ${SOURCE}`
const INTERPRETATION = {
  description: 'doubles',
  domain: null,
  code: { language: 'javascript', source: SOURCE },
}

function errorOf(read: () => unknown): MalformedAnswer {
  try {
    read()
  } catch (error) {
    if (error instanceof MalformedAnswer) return error
    throw error
  }
  throw new Error('it was read')
}

test.each(['javascript', 'python'] as const)('what %s code may take is told', (language) => {
  for (const dialect of ['tools', 'text'] as const)
    expect(howToAnswer(codeForm(language), dialect)).toContain(
      `within ${TIME_LIMIT / 1000} seconds for all inputs together`,
    )
})

describe('an answer in JSON', () => {
  test('is read, in the language that was asked for', () => {
    expect(json(ANSWER)).toEqual(INTERPRETATION)
    const python = readAnswer(
      JSON.stringify({ ...ANSWER, code: 'def f(x): return 2*x' }),
      codeForm('python'),
      'tools',
      false,
    )
    expect(python.code).toEqual({ language: 'python', source: 'def f(x): return 2*x' })
  })

  test('keeps a domain; empty ones, and the word none, are nowhere', () => {
    expect(json({ ...ANSWER, domain: ' above 3 ' }).domain).toBe('above 3')
    for (const domain of ['', ' ', 'none', 'None.'])
      expect(json({ ...ANSWER, domain }).domain).toBeNull()
  })

  test.each([null, '', '  \n', '```js\n```'])('code %j is no code', (code) => {
    expect(json({ ...ANSWER, code }).code).toBeNull()
  })

  test.each([
    '```js\n' + SOURCE + '\n```',
    '```\n' + SOURCE + '\n```\n',
    '\n  ```javascript\n' + SOURCE + '\n  ```',
    `  ${SOURCE}\n`,
  ])('code %j is freed of its fence', (code) => {
    expect(json({ ...ANSWER, code }).code?.source).toBe(SOURCE)
  })

  test.each([
    ['a fence without an end', '```js\n' + SOURCE],
    ['words before the fence', 'This is it:\n```\n' + SOURCE + '\n```'],
    ['words behind the fence', '```\n' + SOURCE + '\n```\nThis was it.'],
  ])('code with %s is the one that it can be', (_, code) => {
    expect(json({ ...ANSWER, code }).code?.source).toBe(SOURCE)
  })

  test('of two fenced blocks neither is the code', () => {
    const code = '```\na\n```\n```\nb\n```'
    expect(errorOf(() => json({ ...ANSWER, code })).message).toBe(
      'expected one fenced block; got more of them',
    )
  })

  const noDomain = { description: 'doubles', code: SOURCE }
  test.each([
    ['a part more', textOf({ ...ANSWER, certainty: 1 })],
    ['no domain', textOf(noDomain)],
    ['a comma too many', textOf(ANSWER).replace('}"}', '}",\n}')],
    ['a fence', `\`\`\`json\n${textOf(ANSWER)}\n\`\`\``],
    ['another fence', `~~~\n${textOf(ANSWER)}\n~~~`],
    ['remarks around a fence', `So:\n\`\`\`json\n${textOf(ANSWER)}\n\`\`\`\nIt is {sure}.`],
    ['a remark behind it', `${textOf(ANSWER)}\nIt doubles, see [1] and {2}.`],
    ['a mark of byte order', `\uFEFF${textOf(ANSWER)}`],
    ['a thought before it', `<think>\nIt {doubles}.\n</think>\n\n${textOf(ANSWER)}`],
    ['the end of a thought before it', `It doubles.\n</think>\n${textOf(ANSWER)}`],
  ])('with %s is read', (_name, text) => {
    expect(json(text)).toEqual(INTERPRETATION)
  })

  test('may have raw line breaks in its strings', () => {
    const text = '{"description": "doubles,\n\tand, [1,]", "domain": null, "code": "a\\"\n,]\nb"}'
    expect(json(text)).toMatchObject({
      description: 'doubles,\n\tand, [1,]',
      code: { source: 'a"\n,]\nb' },
    })
  })

  test.each([
    ['a confidence beyond 1', { ...ANSWER, confidence: 90 }, /expected a number from 0 to 1/],
    ['a part less', { description: 'doubles', domain: null }, /code/],
    [
      'an empty description',
      { ...ANSWER, description: ' ' },
      /expected a description, got an empty/,
    ],
    ['a thought without an end', `<think>${textOf(ANSWER)}`, /JSON/],
    ['a wrong type', { ...ANSWER, code: 3 }, /code/],
    ['no object', '[]', /expected object/],
    ['no JSON', 'I think it doubles.', /not valid JSON/],
    [
      'another behind it',
      `${textOf(ANSWER)}\n${textOf(ANSWER)}`,
      /^expected one value of JSON; got more behind it$/,
    ],
  ])('with %s is refused, and kept', (_, answer, reason) => {
    const error = errorOf(() => json(answer))
    expect(error.message).toMatch(reason)
    expect(error.raw).toBe(textOf(answer))
    expect(repairMessage(error)).toBe(
      `Your answer is not accepted: ${error.message}\nGive the whole answer again in the form you were told.`,
    )
  })

  test.each([
    ['quotes without an end', `{"description": "${'\\"'.repeat(100_000)}`],
    ['brackets without an end', '['.repeat(100_000)],
    ['commas and blanks', `{"a": [${', '.repeat(50_000)}`],
    ['blank lines behind', `${textOf(ANSWER)}${'\n'.repeat(100_000)}{`],
    ['a blank domain', textOf({ ...ANSWER, domain: `${' '.repeat(100_000)}x`, code: 1 })],
  ])('of a hundred thousand %s is refused at once', (_, text) => {
    const begin = performance.now()
    errorOf(() => json(text))
    expect(performance.now() - begin).toBeLessThan(1000)
  })

  test('that was cut off says so; one that is whole all the same is read', () => {
    expect(errorOf(() => json('{"description": "dou', true)).message).toBe(
      'it was cut off at the limit of output tokens: write less',
    )
    expect(json(ANSWER, true)).toEqual(INTERPRETATION)
  })
})

describe('an answer in sections', () => {
  test.each([
    TEXT,
    `It doubles, I am sure.\n\n${TEXT}`,
    `[DESCRIPTION]:\ndoubles\n\n[DOMAIN]: NONE\n\n[CODE]:\n\`\`\`js\n${SOURCE}\n\`\`\`\n`,
    `**[DESCRIPTION]**: doubles\n**[DOMAIN]:** none\n**[CODE]**\n${SOURCE}`,
    `## [DESCRIPTION]\ndoubles\n### [CODE]\n${SOURCE}`,
    `[DESCRIPTION]\n\`\`\`\ndoubles\n\`\`\`\n[CODE]\n\`\`\`\n${SOURCE}\n\`\`\`\nI am sure.`,
    `So:\n\`\`\`\n${TEXT}\n\`\`\`\n`,
    `\`\`\`text\n[DESCRIPTION]: doubles\n[CODE]:\n\`\`\`js\n${SOURCE}\n\`\`\`\n\`\`\``,
    `<think>\n[DESCRIPTION]: triples?\n</think>\n${TEXT}`,
    `  [DESCRIPTION] doubles\r\n[DOMAIN] none\r\n[CODE] ${SOURCE}\r\n`,
    `[CODE]: ${SOURCE}\n[DESCRIPTION]: doubles\n[DOMAIN]: none`,
  ])('%j is read', (text) => {
    expect(sections(text)).toEqual(INTERPRETATION)
  })

  test('has several lines in a section', () => {
    const text = '[DESCRIPTION]: one\ntwo [CODE]\n[DOMAIN]: above 3\n[CODE]: a\nb'
    expect(sections(text)).toEqual({
      description: 'one\ntwo [CODE]',
      domain: 'above 3',
      code: { language: 'javascript', source: 'a\nb' },
    })
  })

  test.each([
    ['[DESCRIPTION]: a\n[DOMAIN]: none', 'got [DESCRIPTION] [DOMAIN]'],
    ['[DESCRIPTION]: a\n[CODE]: a\n[CODE]: b', 'got [DESCRIPTION] [CODE] [CODE]'],
    [`${TEXT}\n${TEXT}`, 'got [DESCRIPTION] [DOMAIN] [CODE] [DESCRIPTION] [DOMAIN] [CODE]'],
    ['it doubles', 'got none'],
    ['[DESCRIPTION]:\n[DOMAIN]: none\n[CODE]:', 'expected a description, got an empty string'],
  ])('%j is refused, and kept', (text, reason) => {
    const error = errorOf(() => sections(text))
    expect(error.message).toContain(reason)
    expect(error.raw).toBe(text)
  })

  test('that was cut off may lack the end of its code', () => {
    expect(errorOf(() => sections(TEXT, true)).message).toBe(
      'it was cut off at the limit of output tokens; its end is missing',
    )
  })
})

describe('a stated confidence', () => {
  const written = (confidence: string) =>
    `[DESCRIPTION] a\n[DOMAIN] none\n${confidence}[CODE]\nfunction f(x){return x}`

  test.each([
    ['[CONFIDENCE] 0.75\n', 0.75],
    ['[CONFIDENCE]: 90 %\n', 0.9],
    ['[CONFIDENCE] 1.\n', 1],
    ['[CONFIDENCE] none\n', undefined],
    ['', undefined],
  ])('is read from %j', (text, confidence) => {
    expect(sections(written(text)).confidence).toBe(confidence)
  })

  test('is refused where it is none', () => {
    for (const text of ['[CONFIDENCE] high\n', '[CONFIDENCE] 7\n'])
      expect(() => sections(written(text))).toThrow(MalformedAnswer)
  })

  test('is read from JSON, where it may be null or left out', () => {
    const read = (more: object) => json({ ...ANSWER, ...more }).confidence
    expect(read({ confidence: 0.5 })).toBe(0.5)
    expect(read({ confidence: '0.5' })).toBe(0.5)
    expect(read({ confidence: '90 %' })).toBe(0.9)
    expect(() => read({ confidence: 'high' })).toThrow(MalformedAnswer)
    expect(read({ confidence: null })).toBeUndefined()
    expect(read({})).toBeUndefined()
  })
})

describe('an answer with other parts', () => {
  const Scores = z.array(z.number())
  const scored: AnswerForm<Interpretation & { readonly scores: readonly number[] }> = {
    parts: [
      {
        name: 'scores',
        about: 'a list of numbers, one a site.',
        schema: Scores,
        fromText: (text) => JSON.parse(text) as unknown,
      },
      { name: 'unit', about: 'of what they are.', schema: z.string(), fromText: (text) => text },
    ],
    read: (written, { scores }) => ({ ...written, scores: Scores.parse(scores) }),
  }
  const ANSWER_OF_SCORES = { description: 'a', domain: null, scores: [0.5, 1] }

  test('is read in both dialects', () => {
    const asJson = JSON.stringify({ ...ANSWER_OF_SCORES, unit: 'bits' })
    expect(readAnswer(asJson, scored, 'tools', false)).toEqual(ANSWER_OF_SCORES)
    const text = (scores: string) =>
      `[DESCRIPTION] a\n[DOMAIN] none\n[SCORES] ${scores}\n[UNIT] bits`
    expect(readAnswer(text('[0.5, 1]'), scored, 'text', false)).toEqual(ANSWER_OF_SCORES)
    for (const bad of ['[0.5, 1', '["a"]', '[CODE] a'])
      expect(errorOf(() => readAnswer(text(bad), scored, 'text', false)).raw).toBe(text(bad))
  })

  test('is asked for part by part', () => {
    expect(howToAnswer(scored, 'tools')).toContain('a JSON object of five parts:')
    expect(howToAnswer(scored, 'tools')).toMatch(/\n- scores: a list of numbers, one a site\./)
    expect(howToAnswer(scored, 'text')).toContain('as these five sections')
    expect(howToAnswer(scored, 'text')).toMatch(/\n\[UNIT\]: of what they are\.$/)
    expect(z.toJSONSchema(answerSchema(scored))).toMatchObject({
      required: ['description', 'domain', 'confidence', 'scores', 'unit'],
      additionalProperties: false,
    })
  })
})
