import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { world } from '../../../library/world/index.ts'
import {
  failsWith,
  says,
  saysNothing,
  scriptedServer,
  sends,
} from '../../../model-server/testing/scripted-server.ts'
import { entities as suite } from '../../../suites/entities/suite.ts'
import { CONCURRENCY, neuronsOf, openAnswerer } from '../../testing/open-answerer.ts'
import { randomStream } from '../../utils/random.ts'
import { entities } from './index.ts'

const functions = suite.functions(0)
/** Of storm, and of software or ballet. */
const ONE = functions[17]!
const TWO = functions[180]!

async function open(backend: 'model' | 'embeddings', fn = ONE) {
  const server = await scriptedServer()
  const answerer = openAnswerer(neuronsOf(backend, server.url))
  const answered = entities.answeredBy![backend]!(fn, answerer)
  return { server, answered, truth: answered.truth() }
}
const random = () => randomStream(0)
const chances = (...of: readonly (readonly [token: string, p: number])[]) =>
  says({ text: of[0]![0], chances: of.map(([token, p]) => ({ token, logprob: Math.log(p) })) })

test('what the model is told is what its version says', async () => {
  const { server, truth } = await open('model')
  server.next(chances(['1', 1]))
  await truth.sample(['rain'], random())
  const told = server.asked[0]!.body['messages']
  const hash = createHash('sha256').update(JSON.stringify(told)).digest('hex')
  expect(hash, 'raise the version of PROMPT, then set the hash anew').toMatchInlineSnapshot(
    `"3b4cb8c71fa9c1561382ca4afbc892b7992d04d16aefd8a11bba983552ee2dfb"`,
  )
})

test('a value is p(1) / (p(0) + p(1)) of the first token, however it is written', async () => {
  const { server, truth } = await open('model')
  server.next(chances(['1', 0.6], ['0', 0.2], ['The', 0.2]))
  expect(await truth.sample(['rain'], random())).toEqual([expect.closeTo(0.75)])
  server.next(chances([' 0', 0.4], ['0', 0.2], ['▁1', 0.2]))
  expect(await truth.sample(['carpet'], random())).toEqual([expect.closeTo(0.25)])
  server.next(chances(['1', 1]))
  expect(await truth.sample(['gale'], random())).toEqual([1])
  expect(server.asked.map(({ body }) => body)).toMatchObject([
    { logprobs: true, top_logprobs: 5, temperature: 0, max_tokens: 32 },
    {},
    {},
  ])
  expect(JSON.stringify(server.asked[0]!.body)).toContain('Concepts: storm\\nWord: rain\\n')
})

test('what is blank is asked of nobody, and what was asked is not asked again', async () => {
  const { server, truth } = await open('model')
  server.next(chances(['1', 1]))
  expect(await truth.sample(['', '  ', 'rain'], random())).toEqual([0, 0, 1])
  expect(await truth.sample(['rain', ' rain '], random())).toEqual([1, 1])
  expect(server.asked).toHaveLength(1)
})

test('words of one batch are asked at the same time, as many as may be', async () => {
  const { server, truth } = await open('model')
  const wait = 50
  const slow = Array.from({ length: 12 }, () => chances(['1', 1]))
  server.next(
    ...slow.map((step): typeof step => async (...asked) => {
      await new Promise((resume) => setTimeout(resume, wait))
      return step(...asked)
    }),
  )
  const words = world().words.slice(0, 12)
  await truth.sample(words, random())
  expect(server.most).toBe(CONCURRENCY)
})

test('a server without log-probabilities is told so by name, and is not paid again', async () => {
  const { server, truth } = await open('model')
  server.next(says({ text: '1' }))
  const asked = () => truth.sample(['rain'], random())
  const error =
    /^neuron at 127\.0\.0\.1:\d+, asked neurons\/entities@1 for c: expected the log-probabilities of the reply's first token \(logprobs: true, top_logprobs: 5\); got none/
  await expect(asked()).rejects.toThrow(error)
  await expect(asked()).rejects.toThrow(error)
  expect(server.asked).toHaveLength(1)
})

test('a first token that is no digit is no answer, and never a 0', async () => {
  const { server, truth } = await open('model')
  server.next(chances(['Yes', 0.9], ['No', 0.1]))
  await expect(truth.sample(['rain'], random())).rejects.toThrow(
    'neuron, asked neurons/entities@1 about "rain": expected 0 or 1 among the likeliest first tokens; got "Yes", "No"',
  )
})

test('a server that throttles is asked again, one in trouble as often as it may be', async () => {
  const { server, truth } = await open('model')
  server.next(failsWith(429, { message: 'slowly' }), saysNothing, chances(['1', 1]))
  expect(await truth.sample(['rain'], random())).toEqual([1])
  server.next(...Array.from({ length: 3 }, () => failsWith(503, { message: 'down' })))
  await expect(truth.sample(['gale'], random())).rejects.toThrow(
    /neuron at .*: status 503: down .*\(tried 3 times\)/,
  )
})

test.each(['model', 'embeddings'] as const)(
  'questions have the right word that the %s says, and no exact probe is left',
  async (backend) => {
    const { answered, truth } = await open(backend, TWO)
    const questions = await answered.questions('unit-test', random())
    if ('inapplicable' in questions) throw new Error(questions.inapplicable)
    expect(questions.length).toBeGreaterThan(5)
    for (const { choices, right } of questions) {
      const values = await truth.sample(
        choices.map(({ input }) => input as string),
        random(),
      )
      expect(Math.max(...values)).toBe(values[right])
      expect(choices[right]!.output).toBeCloseTo(values[right]!, 2)
    }
    const probed = await entities.probe(truth, random())
    expect(probed.sets).toEqual({})
    expect(Object.keys(probed.questions)).toEqual(['unit-test', 'unit-test-strict'])
  },
)

test('a model that tells no word from another leaves nothing to ask', async () => {
  const { server, answered } = await open('model')
  server.next(...Array.from({ length: 30 }, () => chances(['0', 1])))
  expect(await answered.questions('unit-test', random())).toEqual({
    inapplicable: 'neuron tells no choice of any question apart',
  })
})

test('of embeddings a concept is worth 1, what is near it less, and any word about 0', async () => {
  const { server, truth } = await open('embeddings', TWO)
  const values = await truth.sample(['software', 'ballet', 'opera', 'lettuce', ''], random())
  expect(values[0]).toBeCloseTo(1)
  expect(values[1]).toBeCloseTo(1)
  expect(values[2]).toBeGreaterThan(0.2)
  expect(values[2]).toBeLessThan(0.9)
  expect(values[3]).toBeLessThan(0.1)
  expect(values[4]).toBe(0)
  expect(server.asked[0]).toMatchObject({
    path: '/v1/embeddings',
    body: { model: 'embedder', encoding_format: 'float' },
  })
})

const vector = (embedding: unknown) =>
  sends({ type: 'application/json', parts: [JSON.stringify({ data: [{ embedding }] })] })

test.each([
  [
    'a missing page',
    [failsWith(404, { message: 'Invalid URL' })],
    /embedder at .*: status 404: Invalid URL/,
  ],
  [
    'no vector',
    [vector('AAAA')],
    /embedder at .*: the body is no response of the API: .*embedding/,
  ],
  ['an empty vector', [vector([])], /the body is no response of the API: .*embedding/],
  ['two spaces', [vector([1, 2]), vector([1])], /expected vectors of one length; got \d+ and \d+/],
] as const)('embeddings: %s is told', async (_, steps, message) => {
  const { server, truth } = await open('embeddings')
  server.next(...steps)
  await expect(truth.sample(['rain'], random())).rejects.toThrow(message)
})
