import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { type ModelServerOptions, startModelServer } from '../../model-server/index.ts'
import { entities } from '../../suites/entities/suite.ts'
import { relations } from '../../suites/relations/suite.ts'
import { numeric } from '../../suites/numeric/suite.ts'
import type { Category, Interpreter, Suite } from '../contracts.ts'
import { openModels } from '../llm/open-models.ts'
import type { NeuronSettings, RunSettings } from '../run-settings.ts'
import { codeSandbox } from '../sandbox/sandbox.ts'
import { settingsOf } from '../setup/settings.ts'
import { neuronsOf } from '../testing/open-answerer.ts'
import { answeredVersion } from './answered.ts'
import { runCase } from './run-case.ts'

const sandbox = codeSandbox()
afterAll(() => sandbox.close())

async function serve(options?: ModelServerOptions) {
  const server = await startModelServer(options)
  onTestFinished(() => server.close())
  return server
}

/** Asks a few words, and takes its time. */
const asker = (answer: unknown, words = ['rain', 'Austria']): Interpreter => ({
  name: 'asker',
  version: '1',
  deterministic: true,
  interpret: () => async (box) => {
    await (box as unknown as { queryAll: (words: string[]) => Promise<unknown> }).queryAll(words)
    return answer as never
  },
})

/** Runs cases of a suite whose neurons are answered by others, with one cache. */
function opened<C extends Category>(suite: Suite<C>, neurons: NeuronSettings, timeout = 60_000) {
  const folder = mkdtempSync(join(tmpdir(), 'answered-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const base = settingsOf('asker', { folder, cache: 'on', neurons })
  const settings: RunSettings = { ...base, interpreter: { ...base.interpreter, timeout } }
  const models = openModels(settings, folder)
  const { signal } = new AbortController()
  return async (id: number, words?: string[], trial = 0) => {
    const fn = suite.functions(0)[id]!
    const about = { suite, fn, trial, settings, sandbox, models, timed: true }
    return (await runCase({ ...about, interpreter: asker(fn.ideal(), words) }, signal)).record
  }
}

test('a version names who answers, where a category can be answered', () => {
  const [model, embeddings] = (['model', 'embeddings'] as const).map((backend) =>
    settingsOf('x', { neurons: neuronsOf(backend, 'https://models.example/v1') }),
  )
  expect(answeredVersion(entities, model!)).toBe('1 by model neuron at models.example')
  expect(answeredVersion(entities, embeddings!)).toBe('1 by embeddings embedder at models.example')
  expect(answeredVersion(relations, model!)).toBe('1 by model neuron at models.example')
  for (const suite of [relations, numeric])
    expect(answeredVersion(suite as Suite, embeddings!)).toBe(suite.version)
  expect(answeredVersion(entities, settingsOf('x'))).toBe(entities.version)
})

test('what is shown of the truth costs once: trials and other cases ask nothing again', async () => {
  const server = await serve()
  const run = opened(entities, neuronsOf('model', server.url))
  const first = await run(17)
  expect(first).toMatchObject({
    state: 'interpreted',
    suite: { version: expect.stringContaining('1 by model neuron at 127.0.0.1') as string },
    timing: { nsPerCall: null },
    neurons: { backend: 'model', model: { name: 'neuron', api: 'chat' } },
    usage: null,
  })
  const { requests } = server.stats()
  expect(first.neurons!.usage).toMatchObject({
    prompts: ['neurons/entities@1'],
    turns: expect.any(Number) as number,
  })
  expect(requests).toBeGreaterThan(30)
  const again = await run(17, undefined, 1)
  expect(server.stats().requests).toBe(requests)
  expect(again.neurons!.usage).toMatchObject({ paid: { tokens: 0 } })
})

test.each([
  [entities, 17, 'functional'],
  [relations, 3, 'facts'],
] as const)('%#: the judge decides, and nothing exact', async (suite, id, exact) => {
  const server = await serve()
  const record = await opened(suite as Suite, neuronsOf('model', server.url))(id)
  const scores = 'scores' in record ? record.scores : []
  const statusOf = (name: string) => scores.find(({ scorer }) => scorer === name)?.score.status
  expect(statusOf(exact)).toBe('inapplicable')
  expect(statusOf('solved')).toBe('inapplicable')
  expect(statusOf('confidence')).toBe('inapplicable')
  expect(scores.find(({ scorer }) => scorer === 'embedded-judge')).toMatchObject({
    score: { status: 'scored', value: 1 },
    ceiling: 1,
  })
})

test('embeddings answer entities, and leave relations to the world', async () => {
  const server = await serve()
  const neurons = neuronsOf('embeddings', server.url)
  expect(await opened(entities, neurons)(17)).toMatchObject({
    state: 'interpreted',
    neurons: { backend: 'embeddings', usage: { prompts: ['neurons/embedding@1'] } },
  })
  const { requests } = server.stats()
  const record = await opened(relations, neurons)(3)
  expect(record).not.toHaveProperty('neurons')
  expect(record.suite.version).toBe(relations.version)
  expect(record).toHaveProperty(
    'scores',
    expect.arrayContaining([
      expect.objectContaining({
        scorer: 'facts',
        score: expect.objectContaining({ value: 1 }) as unknown,
      }),
    ]),
  )
  expect(server.stats().requests).toBe(requests)
})

test.each([
  ['novice', /expected the log-probabilities|status 4\d\d/],
  ['embedder', /expected the log-probabilities/],
  ['nobody', /status 404: The model 'nobody' does not exist/],
])('a server at fault is a fault of the harness, and no score: %s', async (name, message) => {
  const server = await serve()
  const record = await opened(entities, neuronsOf('model', server.url, { name }))(17)
  expect(record).toMatchObject({
    state: 'failed',
    error: { kind: 'harness', message: expect.stringMatching(message) as string },
    scores: [],
  })
  expect('error' in record && record.error.message).toContain(`${name} at 127.0.0.1`)
})

test('a fault in the middle of the work is one of the harness too, and keeps what was paid', async () => {
  const server = await serve({
    script: ({ body }) =>
      JSON.stringify(body).includes('Word: unheard')
        ? (response) => response.writeHead(401, { 'content-type': 'application/json' }).end('{}')
        : undefined,
  })
  const record = await opened(entities, neuronsOf('model', server.url))(17, ['unheard'])
  expect(record).toMatchObject({ state: 'failed', error: { kind: 'harness' } })
  expect(record.neurons!.usage!.paid.tokens).toBeGreaterThan(0)
})

test('the time of an interpreter stands still while its box waits', async () => {
  const server = await serve({ latency: 300 })
  const record = await opened(entities, neuronsOf('model', server.url), 250)(17)
  expect(record.state).toBe('interpreted')
  expect(record.timing.interpretMs).toBeLessThan(250)
})

test('what the budget does not bear is refused', async () => {
  const server = await serve()
  const run = opened(entities, neuronsOf('model', server.url, { budget: { tokens: 3000 } }))
  expect((await run(17)).state).toBe('interpreted')
  const { requests } = server.stats()
  expect(await run(34)).toMatchObject({ state: 'refused', scores: [] })
  expect(server.stats().requests).toBe(requests)
})
