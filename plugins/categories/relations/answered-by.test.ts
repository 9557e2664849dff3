import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { failsWith, says, scriptedServer } from '../../../model-server/testing/scripted-server.ts'
import { relations as suite } from '../../../suites/relations/suite.ts'
import { neuronsOf, openAnswerer } from '../../testing/open-answerer.ts'
import { randomStream } from '../../utils/random.ts'
import { outputIn } from './answered-by.ts'
import { relations } from './index.ts'

const functions = suite.functions(0)
const fnOf = (variant: string) =>
  functions.find((fn) => fn.operators[0]?.includes('capital') && fn.variant === variant)!

async function open(fn = fnOf('plain')) {
  const server = await scriptedServer()
  const answerer = openAnswerer(neuronsOf('model', server.url))
  const answered = relations.answeredBy!.model!(fn, answerer)
  return { server, answered, truth: answered.truth() }
}
const random = () => randomStream(0)

test('only a language model has relations to tell', () => {
  expect(Object.keys(relations.answeredBy!)).toEqual(['model'])
})

test.each([
  ['Vienna', 'Vienna'],
  ['  "Vienna".\n', 'Vienna'],
  ['**Vienna**', 'Vienna'],
  ['Output: Vienna\nThe capital of Austria.', 'Vienna'],
  ['<think>Austria is a country.</think>\nVienna', 'Vienna'],
  ['undefined', 'undefined'],
  ['Undefined.', 'undefined'],
  ['N/A', 'undefined'],
  ['None', 'undefined'],
  ['', 'undefined'],
  ['I am afraid that there is no country of that name that I would know of.', 'undefined'],
])('%j is read as %j', (text, output) => {
  expect(outputIn(text)).toBe(output)
})

test('what the model is told is what its version says', async () => {
  const { server, truth } = await open()
  server.next(says({ text: 'Vienna' }))
  await truth.sample(['Austria'], random())
  const told = server.asked[0]!.body['messages']
  const hash = createHash('sha256').update(JSON.stringify(told)).digest('hex')
  expect(hash, 'raise the version of PROMPT, then set the hash anew').toMatchInlineSnapshot(
    `"c8709bd93fef5a8a70bfd617c52beccd7b5ff3a20b7f68880ed50ba932c1c4fb"`,
  )
})

test('outputs are what the model says, written as the world writes it where both agree', async () => {
  const { server, truth } = await open()
  server.next(says({ text: 'vienna.' }))
  expect(await truth.sample(['Austria'], random())).toEqual(['Vienna'])
  server.next(says({ text: 'Salzburg' }))
  expect(await truth.sample(['austria', ' '], random())).toEqual(['Salzburg', 'undefined'])
  server.next(says({ refusal: 'No.' }))
  expect(await truth.sample(['chair'], random())).toEqual(['undefined'])
  expect(server.asked).toHaveLength(3)
  const { body } = server.asked[0]!
  expect(JSON.stringify(body)).toContain(
    'Function: The capital of a country; undefined for any other word.\\nException: none\\nInput: Austria\\nOutput:',
  )
  expect(body).not.toHaveProperty('logprobs')
})

test('a server that gives up is an error, and no output', async () => {
  const { server, truth } = await open()
  server.next(failsWith(401, { message: 'Incorrect API key' }))
  await expect(truth.sample(['Austria'], random())).rejects.toThrow(
    /^neuron at 127\.0\.0\.1:\d+, asked neurons\/relations@1 .*status 401/,
  )
})

test('questions are about what the model says, in the words of the model', async () => {
  const { answered, truth } = await open(fnOf('corrupted'))
  const questions = await answered.questions('unit-test', random())
  if ('inapplicable' in questions) throw new Error(questions.inapplicable)
  expect(questions.length).toBeGreaterThan(5)
  for (const { choices, right } of questions) {
    const said = await truth.sample(
      choices.map(({ input }) => input as string),
      random(),
    )
    expect(choices.map(({ output }, i) => output === said[i])).toEqual(
      choices.map((_, i) => i === right),
    )
  }
  const probed = await relations.probe(truth, random())
  expect(Object.keys(probed)).toEqual(['questions', 'strict'])
  const { inputs, expected, truth: said } = probed['questions']!
  expect(inputs).toHaveLength(expected.length)
  expect(expected.filter((output, i) => output === said[i])).toHaveLength(expected.length / 3)
})

test('a question is left out where the model agrees with a wrong choice as well', async () => {
  const { server, answered } = await open()
  server.next(...Array.from({ length: 30 }, () => says({ text: 'undefined' })))
  const questions = await answered.questions('unit-test', random())
  // Of what is said to be undefined by mistake, nothing is left.
  expect('inapplicable' in questions || questions.length < 10).toBe(true)
})
