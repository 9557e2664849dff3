/**
 * All that a model may be told is held to the version of the prompt. After an edit raise the
 * version in prompt.ts; then set the hash anew.
 */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import aia from '../../../interpreters/aia/index.ts'
import exemplars from '../../../interpreters/exemplars.ts'
import { conceptNamed } from '../../../library/world/link-name.ts'
import { entities as suite } from '../../../suites/entities/suite.ts'
import { answerSchema, howToAnswer, readAnswer } from '../../llm/answer.ts'
import { openMeter } from '../../run/meter.ts'
import { scriptedModel } from '../../testing/scripted-model.ts'
import { testInterpreter } from '../../testing/test-interpreter.ts'
import { randomStream } from '../../utils/random.ts'
import { entities } from './index.ts'

const { prompt } = entities
const form = prompt!.form('javascript')
const ANSWER = {
  description: 'Umbrellas or candles.',
  domain: null,
  confidence: 0.9,
  concepts: ['umbrella', 'candle'],
}
const SECTIONS = `[DESCRIPTION] Umbrellas or candles.
[DOMAIN] none
[CONFIDENCE] 90 %
[CONCEPTS] umbrella; candle`

test('what is said is what its version says', () => {
  const { version, task, method, reading, judged, manuals } = prompt!
  const box = entities.open(entities.samples['silent']!, openMeter(1).meter, () => 0)
  const run = () => Promise.reject(new Error('nothing is run'))
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
      "hash": "79028720d9839abe0e4a584f3aa9b3df64198267a40f867a9013cda01a5d1480",
      "version": "1",
    }
  `)
})

test('no example of an answer is a concept that is asked for', () => {
  for (const name of ANSWER.concepts) expect(conceptNamed(name)).toBeUndefined()
})

test('an answer is read from JSON and from sections of text alike', () => {
  expect(readAnswer(JSON.stringify(ANSWER), form, 'tools', false)).toEqual(ANSWER)
  expect(readAnswer(SECTIONS, form, 'text', false)).toEqual(ANSWER)
})

test.each([
  ['three concepts', SECTIONS.replace('; candle', '; candle; rope'), 'concepts'],
  ['no concept', SECTIONS.replace('umbrella; candle', ''), 'concepts'],
])('%s is malformed', (_title, text, reason) => {
  expect(() => readAnswer(text, form, 'text', false)).toThrow(reason)
})

test("regular exemplars are the function's own and then others, random ones any; all are queries", async () => {
  const truth = suite.functions(0)[0]!.truth()
  const draw = async (how: 'regular' | 'random', count: number) => {
    const { meter, counts } = openMeter(100)
    const box = entities.open(truth, meter, randomStream(0))
    const lines = await prompt!.exemplars!(box, { draw: how, count }, randomStream(count, how))
    expect([lines.length, counts.queries]).toEqual([count, count])
    return lines.map((line) => JSON.parse(line.slice(0, line.lastIndexOf(' -> '))) as string)
  }
  expect(await draw('regular', 10)).toEqual(truth.exemplars)
  const more = await draw('regular', 30)
  expect(new Set(more).size).toBe(30)
  expect(more.slice(0, 10)).toEqual(truth.exemplars)
  expect(await draw('random', 30)).toEqual(await draw('random', 30))
})

const submit = {
  calls: [{ id: '1', name: 'submit', arguments: JSON.stringify(ANSWER) }],
}
testInterpreter(aia, { model: () => scriptedModel(submit), categories: [entities] })
testInterpreter(exemplars, {
  model: () => scriptedModel(JSON.stringify(ANSWER)),
  categories: [entities],
})
testInterpreter(aia, {
  options: { dialect: 'text', searchInit: { count: 3 } },
  model: () => scriptedModel(SECTIONS),
  categories: [entities],
})
