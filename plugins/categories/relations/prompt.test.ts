/**
 * All that a model may be told is held to the version of the prompt. After an edit raise the
 * version in prompt.ts; then set the hash anew.
 */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import exemplars from '../../../interpreters/exemplars.ts'
import aia from '../../../interpreters/aia/index.ts'
import { answerSchema, howToAnswer, readAnswer } from '../../llm/answer.ts'
import { scriptedModel } from '../../testing/scripted-model.ts'
import { testInterpreter } from '../../testing/test-interpreter.ts'
import { relations } from './index.ts'

const { prompt } = relations
const form = prompt!.form('javascript')
const ANSWER = {
  description: 'The capital of a country.',
  domain: 'Undefined in Asia.',
  confidence: 0.9,
  class: 'country',
  relation: 'capital',
  exception: { by: 'continent', is: 'Asia' },
}
const run = () => Promise.reject(new Error('nothing is run'))
const SECTIONS = `[DESCRIPTION] The capital of a country.
[DOMAIN] Undefined in Asia.
[CONFIDENCE] 90 %
[CLASS] country
[RELATION] capital
[EXCEPTION] continent = Asia`

test('what is said is what its version says', () => {
  const { version, task, method, reading, judged, manuals } = prompt!
  const box = relations.open(relations.samples['capital']!, { left: 1, run: run }, () => 0)
  const tools = prompt!.experiments(box, run, 'javascript').map(({ tool }) => ({
    ...tool,
    parameters: z.toJSONSchema(tool.parameters),
  }))
  const told = [
    { task, method, reading, judged, manuals, tools },
    howToAnswer(form, 'tools'),
    howToAnswer(form, 'text'),
    z.toJSONSchema(answerSchema(form)),
  ]
  const hash = createHash('sha256').update(JSON.stringify(told)).digest('hex')
  expect({ version, hash }).toMatchInlineSnapshot(`
    {
      "hash": "33ee631e6f343a020de9ad5aa2ba51c93f327d8012913e3ca3cd8960eb68da92",
      "version": "1",
    }
  `)
})

test('an answer is read from JSON and from sections of text alike', () => {
  expect(readAnswer(JSON.stringify(ANSWER), form, 'tools', false)).toEqual(ANSWER)
  expect(readAnswer(SECTIONS, form, 'text', false)).toEqual(ANSWER)
  const none = { ...ANSWER, domain: null, exception: null }
  const text = SECTIONS.replace('Undefined in Asia.', 'none').replace('continent = Asia', 'none')
  expect(readAnswer(text, form, 'text', false)).toEqual(none)
  expect(readAnswer(JSON.stringify(none), form, 'tools', false)).toEqual(none)
})

test.each([
  [
    'an exception that is no pair',
    SECTIONS.replace('continent = Asia', 'some of them'),
    'kind = gas giant, or none',
  ],
  ['no class', SECTIONS.replace('[CLASS] country', '[CLASS] '), 'class'],
  ['no relation', SECTIONS.replace('\n[RELATION] capital', ''), 'expected the sections'],
])('%s is malformed', (_title, text, reason) => {
  expect(() => readAnswer(text, form, 'text', false)).toThrow(reason)
})

const submit = {
  calls: [{ id: '1', name: 'submit', arguments: JSON.stringify(ANSWER) }],
}
testInterpreter(aia, { model: () => scriptedModel(submit), categories: [relations] })
testInterpreter(exemplars, {
  model: () => scriptedModel(JSON.stringify(ANSWER)),
  categories: [relations],
})
testInterpreter(aia, {
  options: { dialect: 'text', searchInit: { count: 3 } },
  model: () => scriptedModel(SECTIONS),
  categories: [relations],
})
