import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type ModelServerOptions, startModelServer } from '../model-server/index.ts'
import { failsWith } from '../model-server/testing/scripted-server.ts'
import { type Finished, neuronsProject, type Project } from './project.ts'

const KEY = 'sk-test-0123456789abcdef0123456789abcdef'

async function serve(options?: ModelServerOptions) {
  const server = await startModelServer(options)
  onTestFinished(() => server.close())
  return server
}

/** Environment of a run whose neurons a model of the server answers. */
const answeredBy = (url: string, neurons: object, more: object = {}) => ({
  OPENAI_BASE_URL: url,
  OPENAI_API_KEY: KEY,
  NEURONS_CONFIG: JSON.stringify({ neurons, ...more }),
})
const MODEL = { backend: 'model', model: { name: 'neuron' } }
const EMBEDDINGS = { backend: 'embeddings', model: { name: 'embedder' } }

const textOf = ({ stdout, stderr }: Finished) => stdout + stderr

const scoresOf = async (project: Project, suite: string, scorer: string) =>
  (await project.records())
    .filter((record) => record.suite.name === suite)
    .flatMap((record) => ('scores' in record ? record.scores : []))
    .flatMap((entry) => (entry.scorer === scorer ? entry.score : []))

test('a language model answers both kinds of neurons, and is paid once', async () => {
  const server = await serve()
  const project = await neuronsProject()
  const first = await project.vitest(['run'], answeredBy(server.url, MODEL))
  expect(first.code, textOf(first)).toBe(0)
  const { host } = new URL(server.url)

  const records = await project.records()
  expect(records.map(({ state }) => state)).toEqual(records.map(() => 'interpreted'))
  expect(new Set(records.map(({ suite }) => `${suite.name} ${suite.version}`))).toEqual(
    new Set(['entities', 'relations'].map((name) => `${name} 1 by model neuron at ${host}`)),
  )
  for (const { neurons, timing } of records) {
    expect(neurons).toMatchObject({ backend: 'model', model: { name: 'neuron', temperature: 0 } })
    expect(neurons!.usage!.turns).toBeGreaterThan(0)
    expect(timing.nsPerCall).toBeNull()
  }
  for (const [suite, scorer] of [
    ['entities', 'functional'],
    ['relations', 'facts'],
    ['entities', 'solved'],
    ['relations', 'solved'],
  ] as const)
    for (const score of await scoresOf(project, suite, scorer))
      expect(score).toEqual({
        status: 'inapplicable',
        reason:
          scorer === 'solved'
            ? `neuron at ${host} answers the function, so that no answer is exact`
            : 'a model answers the function',
      })
  for (const suite of ['entities', 'relations']) {
    const judged = await scoresOf(project, suite, 'embedded-judge')
    expect(judged).toHaveLength(6)
    for (const score of judged) expect(score.status).toBe('scored')
  }

  const { requests, tokens } = server.stats()
  const { usage, verdicts } = await project.summary()
  expect(usage.at(-1)).toMatchObject({
    account: 'neurons',
    suite: 'all',
    cases: 12,
    paid: { tokens: tokens.input + tokens.output },
  })
  expect(first.stdout).toMatch(/neurons of induction neuron, chat, temperature 0/)
  expect(verdicts).toMatchObject([
    {
      outcome: 'informative',
      message:
        'no baseline to compare with; neurons are answered by neuron, and by no embedded world',
    },
  ])

  const second = await project.vitest(['run'], answeredBy(server.url, MODEL))
  expect(second.code, textOf(second)).toBe(0)
  expect(server.stats().requests).toBe(requests)
  const told = ({ functionId, suite, ...record }: (typeof records)[number]) => [
    suite.name,
    functionId,
    'scores' in record ? record.scores : [],
  ]
  expect((await project.records()).map(told)).toEqual(records.map(told))
})

test('embeddings answer entities alone, and no key is written anywhere', async () => {
  const server = await serve()
  const project = await neuronsProject()
  const outcome = await project.vitest(['run'], answeredBy(server.url, EMBEDDINGS))
  expect(outcome.code, textOf(outcome)).toBe(0)
  const answered = (await project.records()).filter(({ neurons }) => neurons)
  expect(new Set(answered.map(({ category }) => category))).toEqual(new Set(['entities']))
  expect(answered).toHaveLength(6)
  expect(await scoresOf(project, 'relations', 'facts')).toContainEqual(
    expect.objectContaining({ status: 'scored' }),
  )
  expect(textOf(outcome)).not.toContain(KEY)
  const files = await readdir(join(project.root, '.find'), { recursive: true, withFileTypes: true })
  for (const file of files.filter((one) => one.isFile())) {
    const content = await readFile(join(file.parentPath, file.name))
    expect(content.includes(KEY), file.name).toBe(false)
  }
})

test('a baseline of the world is neither compared with nor replaced, and floors do not hold', async () => {
  const server = await serve()
  const project = await neuronsProject()
  const floors = { entities: { solved: 0.01 }, relations: { solved: 0.01 } }
  const module = '../../../interpreters/induction/index.ts'
  const more = { interpreters: { induction: { module, floors } } }
  const world = answeredBy(server.url, { backend: 'world' }, more)
  const accepted = await project.vitest(['run', '-u'], world)
  expect(accepted.code, textOf(accepted)).toBe(0)
  expect(server.stats().requests).toBe(0)
  expect((await project.records()).some(({ neurons }) => neurons)).toBe(false)
  const path = 'fixtures/baselines/induction.json'
  const baseline = await project.read(path)

  const compared = await project.vitest(['run'], answeredBy(server.url, MODEL, more))
  expect(compared.code, textOf(compared)).toBe(0)
  const { verdicts } = await project.summary()
  expect(verdicts).toMatchObject([{ outcome: 'informative', functions: [] }])
  expect(verdicts[0]!.message).toMatch(
    /^not compared: the baseline is of entities suite version 1, this is 1 by model neuron at /,
  )

  const updated = await project.vitest(['run', '-u'], answeredBy(server.url, MODEL, more))
  expect(updated.code).toBe(1)
  expect(updated.stderr).toContain('no new baseline: neurons are answered by neuron')
  expect(await project.read(path)).toBe(baseline)
})

test('a server that fails fails the run, by name; what would be asked can be seen before', async () => {
  const server = await serve({
    script: () => failsWith(404, { message: 'Invalid URL (POST /v1/embeddings)' }),
  })
  const project = await neuronsProject()
  const env = answeredBy(server.url, EMBEDDINGS)
  const planned = await project.vitest(['run'], { ...env, FIND_DRY_RUN: '1' })
  expect(planned.code, textOf(planned)).toBe(0)
  expect(planned.stdout).toMatch(/induction, entities .*\n.*its neurons +6 +embedder +\? +\?/)
  expect(planned.stdout.match(/its neurons/g)).toHaveLength(1)
  expect(server.stats().requests).toBe(0)

  const outcome = await project.vitest(['run'], env)
  expect(outcome.code).toBe(1)
  const failed = (await project.records()).filter(({ state }) => state === 'failed')
  expect(failed).toHaveLength(6)
  expect(textOf(outcome)).toMatch(
    /6 cases failed: .*harness: .*embedder at 127\.0\.0\.1:\d+.*status 404: Invalid URL/,
  )
})

test('a missing key and a wrong option stop the run before it begins', async () => {
  const project = await neuronsProject()
  const keyless = await project.vitest(['run'], {
    NEURONS_CONFIG: JSON.stringify({ neurons: MODEL }),
  })
  expect(keyless.code).toBe(1)
  expect(textOf(keyless)).toMatch(/model neuron: expected a key in OPENAI_API_KEY, which is empty/)
  const wrong = await project.vitest(['run'], {
    NEURONS_CONFIG: JSON.stringify({ neurons: { backend: 'vicuna' } }),
  })
  expect(wrong.code).toBe(1)
  expect(textOf(wrong)).toMatch(/vitest\.config\.ts: .*neurons/s)
})
