import { describe, expect, test } from 'vitest'
import { scriptedModel } from '../testing/scripted-model.ts'
import { codeForm } from './answer.ts'
import { askForInterpretation } from './ask-for-interpretation.ts'

const QUESTION = {
  prompt: 'mine@1',
  instructions: 'What does it do?',
  messages: [{ role: 'user', text: '1 -> 2' }],
  form: codeForm('javascript'),
} as const
const SOURCE = 'function f(x) { return 2 * x }'
const JSON_ANSWER = JSON.stringify({ description: 'doubles', domain: null, code: SOURCE })
const SECTIONS = `[DESCRIPTION]: doubles\n[DOMAIN]: none\n[CODE]: ${SOURCE}`
const INTERPRETATION = {
  description: 'doubles',
  domain: null,
  code: { language: 'javascript', source: SOURCE },
}

describe.each([
  ['tools', JSON_ANSWER],
  ['text', SECTIONS],
] as const)('in the dialect %s', (dialect, answer) => {
  test('an answer is read', async () => {
    const model = scriptedModel(answer)
    expect(await askForInterpretation(model, { ...QUESTION, dialect })).toEqual(INTERPRETATION)
    const [request] = model.requests
    expect(request).toMatchObject({ prompt: 'mine@1', messages: QUESTION.messages })
    expect(request?.instructions).toMatch(/^What does it do\?\n\n/)
    expect(request?.format?.name).toBe(dialect === 'tools' ? 'interpretation' : undefined)
    expect(request?.tools).toBeUndefined()
  })

  test('the model is told once what is wrong with its answer', async () => {
    const model = scriptedModel('It doubles.', answer)
    expect(await askForInterpretation(model, { ...QUESTION, dialect })).toEqual(INTERPRETATION)
    expect(model.requests[1]?.messages).toEqual([
      ...QUESTION.messages,
      { role: 'assistant', reply: expect.objectContaining({ text: 'It doubles.' }) as unknown },
      {
        role: 'user',
        text: expect.stringMatching(/^Your answer is not accepted: .*(JSON|sections)/) as unknown,
      },
    ])
  })

  test('calls that nobody asked for have an output each', async () => {
    const call = { id: 'a', name: 'python', arguments: '{}' }
    const model = scriptedModel({ text: 'Let me see.', calls: [call] }, answer)
    await askForInterpretation(model, { ...QUESTION, dialect })
    expect(model.requests[1]?.messages.slice(-2)).toMatchObject([
      { role: 'tool', callId: 'a', output: expect.stringContaining('no tools here') as unknown },
      { role: 'user' },
    ])
  })

  test('a second answer that cannot be read is kept', async () => {
    const model = scriptedModel('It doubles.', 'It does!', answer)
    await expect(askForInterpretation(model, { ...QUESTION, dialect })).rejects.toMatchObject({
      name: 'MalformedAnswer',
      raw: 'It does!',
    })
    expect(model.requests).toHaveLength(2)
  })

  test('an answer that was cut off is asked for again, and told so', async () => {
    const model = scriptedModel({ text: answer.slice(0, -9), truncated: true }, answer)
    await askForInterpretation(model, { ...QUESTION, dialect })
    expect(model.requests[1]?.messages.at(-1)).toMatchObject({
      text: expect.stringContaining('it was cut off at the limit of output tokens') as unknown,
    })
  })

  test('a refusal is final, at once or after a repair', async () => {
    const refusal = { refusal: 'I would rather not.' }
    const refused = { name: 'MalformedAnswer', raw: 'I would rather not.' }
    const atOnce = scriptedModel(refusal, answer)
    await expect(askForInterpretation(atOnce, { ...QUESTION, dialect })).rejects.toMatchObject(
      refused,
    )
    expect(atOnce.requests).toHaveLength(1)
    const later = scriptedModel('Hm.', refusal)
    await expect(askForInterpretation(later, { ...QUESTION, dialect })).rejects.toMatchObject(
      refused,
    )
  })
})

test('asks for the code of a language', async () => {
  const model = scriptedModel(
    JSON.stringify({ description: 'a', domain: null, code: 'def f(x): 1' }),
  )
  const { code } = await askForInterpretation(model, {
    ...QUESTION,
    form: codeForm('python'),
  })
  expect(code?.language).toBe('python')
  expect(model.requests[0]?.instructions).toContain('`def f(x):`')
})

test('what the model throws passes through', async () => {
  await expect(askForInterpretation(scriptedModel(), QUESTION)).rejects.toThrow(
    'asked for reply 1 of 0',
  )
})
