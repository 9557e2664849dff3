import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { onTestFinished, expect, test } from 'vitest'
import { type ModelServerOptions, startModelServer } from '../model-server/index.ts'
import { says } from '../model-server/testing/scripted-server.ts'
import { agentsProject, type Finished, type Project } from './project.ts'

const KEY = 'sk-test-0123456789abcdef0123456789abcdef'
const READY = 'Waiting for file changes'
const AIA = '../../../interpreters/aia/index.ts'

async function serve(options?: ModelServerOptions) {
  const server = await startModelServer(options)
  onTestFinished(() => server.close())
  return server
}

/** Environment of a run of `aia` against a server. */
const agent = (url: string, changes: Record<string, unknown> = {}, more: object = {}) => {
  const aia = { module: AIA, model: { name: 'novice' }, concurrency: 8, ...changes }
  return {
    OPENAI_BASE_URL: url,
    OPENAI_API_KEY: KEY,
    AGENTS_CONFIG: JSON.stringify({ interpreters: { aia }, ...more }),
  }
}

const textOf = ({ stdout, stderr }: Finished) => stdout + stderr
const interpreted = async (project: Project) =>
  (await project.records()).filter(({ state }) => state === 'interpreted')

test('an agent is scored, accounted for and written down', async () => {
  const server = await serve()
  const project = await agentsProject()
  const prices = { scientist: { input: 1, output: 10 } }
  const env = agent(server.url, { model: { name: 'scientist' } }, { prices })
  const outcome = await project.vitest(['run'], env)
  expect(outcome.code, textOf(outcome)).toBe(0)

  const { usage, rows } = await project.summary()
  const answered = rows.filter(({ scorer, variant }) => scorer === 'solved' && variant === 'all')
  expect(answered.map(({ suite }) => suite)).toEqual(['numeric', 'strings'])
  for (const { mean } of answered) expect(mean).toBeGreaterThan(0.5)
  const total = usage.find(({ suite }) => suite === 'all')!
  const { requests, tokens } = server.stats()
  expect(total).toMatchObject({
    cases: 20,
    turns: requests,
    cached: 0,
    inputTokens: tokens.input,
    outputTokens: tokens.output,
  })
  expect(total.usd).toBeCloseTo((tokens.input + 10 * tokens.output) / 1e6)
  expect(outcome.stdout).toMatch(/aia scientist, chat, aia\/numeric@\d+, aia\/strings@\d+/)

  const [record] = await project.records()
  const transcript = await project.read(record!.transcript!)
  expect(transcript).toContain(record!.functionId)
  expect(transcript).toContain('query')
})

test('no key is written anywhere, also where the server shows it', async () => {
  const server = await serve({ faults: ['bad-key', 'bad-key'] })
  const project = await agentsProject()
  const outcome = await project.vitest(['run'], { ...agent(server.url), FIND_SIZE: '2' })
  expect(outcome.code).toBe(1)
  const records = await project.records()
  expect(records.filter(({ state }) => state === 'failed')).toHaveLength(2)
  expect(records).toContainEqual(
    expect.objectContaining({
      error: expect.objectContaining({ kind: 'model', message: expect.stringContaining('401') }),
    }),
  )
  expect(textOf(outcome)).not.toContain(KEY)
  for (const path of await readdir(join(project.root, '.find'), {
    recursive: true,
    withFileTypes: true,
  })) {
    if (!path.isFile()) continue
    const content = await readFile(join(path.parentPath, path.name))
    expect(content.includes(KEY), path.name).toBe(false)
  }
})

test.each([
  'own-key-0123456789abcdef \r',
  'own"key\\0123456789abcdef',
  '"own-key-0123456789abcdef"',
])('the key %j is written nowhere, also where a server repeats it in its answers', async (key) => {
  const sent = key.trim()
  const forms = [sent, JSON.stringify(sent).slice(1, -1), sent.replaceAll(/^"|"$/g, '')]
  const server = await serve({
    script: ({ headers }) => {
      expect(headers.authorization).toBe(`Bearer ${sent}`)
      return says({ text: `Your key is one of ${forms.join(' | ')}, or ${JSON.stringify(forms)}.` })
    },
  })
  const project = await agentsProject()
  const outcome = await project.vitest(['run'], {
    ...agent(server.url),
    OPENAI_API_KEY: key,
    FIND_SIZE: '1',
  })
  const records = await project.records()
  expect(records.map(({ state }) => state)).toEqual(['failed', 'failed'])
  expect(JSON.stringify(records)).toContain('Your key is one of [redacted] | [redacted]')
  for (const form of forms) expect(textOf(outcome)).not.toContain(form)
  for (const path of await readdir(join(project.root, '.find'), {
    recursive: true,
    withFileTypes: true,
  })) {
    if (!path.isFile()) continue
    const content = await readFile(join(path.parentPath, path.name))
    for (const form of forms) expect(content.includes(form), path.name).toBe(false)
  }
})

test('a killed run goes on where it was, and what is stored is never paid again', async () => {
  const server = await serve({ latency: 100 })
  const project = await agentsProject()
  const env = agent(server.url, { concurrency: 4 })
  const run = project.start(['run'], env)
  while (server.stats().answered < 12) await new Promise((resume) => setTimeout(resume, 10))
  const exit = once(run.child, 'exit')
  run.child.kill('SIGKILL')
  await exit
  const { answered } = server.stats()

  const outcome = await project.vitest(['run'], env)
  expect(outcome.code, textOf(outcome)).toBe(0)
  expect(await interpreted(project)).toHaveLength(20)
  const total = (await project.summary()).usage.find(({ suite }) => suite === 'all')!
  // Two turns a case; the killed process had at most four answers on their way.
  expect(total).toMatchObject({ cases: 20, turns: 40 })
  expect(total.cached).toBeGreaterThanOrEqual(answered - 4)
  expect(server.stats().requests).toBeLessThanOrEqual(40 + 4)

  const requests = server.stats().requests
  const again = await project.vitest(['run'], env)
  expect(again.code).toBe(0)
  expect(server.stats().requests).toBe(requests)
  const replay = await project.vitest(['run'], {
    ...env,
    OPENAI_API_KEY: '',
    FIND_CACHE: 'read',
  })
  expect(replay.code, textOf(replay)).toBe(0)
  expect(server.stats().requests).toBe(requests)
})

test('what is missing is not called for where answers are only read', async () => {
  const server = await serve()
  const project = await agentsProject()
  const env = { ...agent(server.url), FIND_CACHE: 'read', FIND_SIZE: '1' }
  const outcome = await project.vitest(['run'], env)
  expect(outcome.code).toBe(1)
  expect(textOf(outcome)).toContain('not in the cache')
  expect(server.stats().requests).toBe(0)
})

test('a damaged cache stops the run, and is named', async () => {
  const server = await serve()
  const project = await agentsProject()
  const env = { ...agent(server.url), FIND_SIZE: '1' }
  await project.vitest(['run'], env)
  const requests = server.stats().requests
  await writeFile(join(project.root, '.find/responses.sqlite'), 'not a database at all')
  const outcome = await project.vitest(['run'], env)
  expect(outcome.code).toBe(1)
  expect(textOf(outcome)).toMatch(/response cache .*responses\.sqlite/)
  expect(server.stats().requests).toBe(requests)
})

test.each([1, 64])(
  'a budget that is spent refuses new cases, and the run is incomplete, %i at a time',
  async (concurrency) => {
    const server = await serve()
    const project = await agentsProject()
    const model = { name: 'novice', budget: { tokens: 5000 } }
    const outcome = await project.vitest(['run'], agent(server.url, { model, concurrency }))
    const { tokens } = server.stats()
    // A case takes about 3000: the first is measured, and one more may be begun beside it.
    expect(tokens.input + tokens.output).toBeLessThan(10_000)
    expect(outcome.code).toBe(1)
    const records = await project.records()
    const refused = records.filter(({ state }) => state === 'refused')
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.length).toBeLessThan(20)
    for (const record of refused)
      expect(record).toMatchObject({
        scores: expect.arrayContaining([
          expect.objectContaining({ score: { status: 'unscored', reason: 'budget' } }),
        ]),
      })
    expect(outcome.stderr).toMatch(/incomplete .*cases not begun, the model's budget is spent/)
    expect(outcome.stdout).toContain('not begun: the model’s budget is spent')

    const more = await project.vitest(['run'], agent(server.url))
    expect(more.code, textOf(more)).toBe(0)
    expect(server.stats()).toMatchObject({ answered: 40, paidTwice: 0 })
  },
)

test('a dry run says what it would take, and calls nothing', async () => {
  const server = await serve()
  const project = await agentsProject()
  const priced = { judge: { name: 'judge' }, prices: { novice: { input: 1, output: 10 } } }
  const env = { ...agent(server.url, { trials: 2 }, priced), OPENAI_API_KEY: '' }
  const outcome = await project.vitest(['run'], { ...env, FIND_DRY_RUN: '1' })
  expect(outcome.code, textOf(outcome)).toBe(0)
  expect(outcome.stdout).toMatch(/aia, numeric +20 +novice +160 .*\$\d/)
  expect(outcome.stdout).toMatch(/its judge +20 +judge +400 .*no price/)
  expect(outcome.stdout).not.toContain('gate')
  expect(server.stats().requests).toBe(0)
})

test('a server that is not there stops the run before it begins, and is named', async () => {
  const project = await agentsProject()
  const outcome = await project.vitest(['run'], agent('http://127.0.0.1:9/v1'))
  expect(outcome.code).toBe(1)
  expect(textOf(outcome)).toContain('nobody answers at 127.0.0.1:9')
  expect(textOf(outcome)).not.toContain(' failed ')
})

test.each([
  ['a missing key', { OPENAI_BASE_URL: '', OPENAI_API_KEY: '' }, {}, /OPENAI_API_KEY/],
  ['a missing model', {}, { model: undefined }, /works with a language model: expected `model/],
  ['an unknown option of the model', {}, { model: { name: 'x', heat: 1 } }, /heat/],
  ['an unknown option of the agent', {}, { options: { turn: 3 } }, /refuses its options.*turn/s],
  ['a budget without a price', {}, { model: { name: 'x', budget: { usd: 1 } } }, /price/],
])('%s stops the run before it begins, and is named', async (_, env, changes, message) => {
  const project = await agentsProject()
  const outcome = await project.vitest(['run'], {
    ...agent('http://127.0.0.1:9/v1', changes),
    ...env,
  })
  expect(outcome.code).not.toBe(0)
  expect(textOf(outcome)).toMatch(message)
})

test('a model that the server does not know fails its cases, with the reason', async () => {
  const server = await serve()
  const project = await agentsProject()
  const env = { ...agent(server.url, { model: { name: 'nobody' } }), FIND_SIZE: '1' }
  const outcome = await project.vitest(['run'], env)
  expect(outcome.code).toBe(1)
  expect(await project.records()).toEqual([
    expect.objectContaining({
      state: 'failed',
      error: { kind: 'model', message: expect.stringMatching(/404.*nobody/s) },
    }),
    expect.objectContaining({ state: 'failed' }),
  ])
  expect(server.stats().requests).toBe(2)
})

test('a malformed answer is repaired once', async () => {
  const server = await serve()
  const project = await agentsProject()
  const outcome = await project.vitest(['run'], agent(server.url, { model: { name: 'rambler' } }))
  expect(outcome.code, textOf(outcome)).toBe(0)
  expect(await interpreted(project)).toHaveLength(20)
})

test('a refusal fails the case, and its text is kept', async () => {
  const server = await serve({ faults: ['refusal'] })
  const project = await agentsProject()
  const env = { ...agent(server.url, { concurrency: 1 }), FIND_SIZE: '1' }
  await project.vitest(['run'], env)
  expect(await project.records()).toContainEqual(
    expect.objectContaining({
      state: 'failed',
      error: expect.objectContaining({ kind: 'answer', raw: expect.stringMatching(/.+/) }),
    }),
  )
})

test('trials are independent answers, and a function counts once', async () => {
  const server = await serve()
  const project = await agentsProject()
  const outcome = await project.vitest(['run'], {
    ...agent(server.url, { trials: 3 }),
    FIND_SIZE: '2',
  })
  expect(outcome.code, textOf(outcome)).toBe(0)
  const records = await project.records()
  for (const trial of [0, 1, 2])
    expect(records.filter((record) => record.trial === trial)).toHaveLength(4)
  expect(server.stats()).toMatchObject({ answered: 24, paidTwice: 0 })
  expect(new Set(records.map(({ transcript }) => transcript)).size).toBe(12)
})

test('a judge reads the descriptions, on an account of its own', async () => {
  const server = await serve()
  const project = await agentsProject()
  const judged = { judge: { name: 'oracle-judge' } }
  const env = { ...agent(server.url, {}, judged), FIND_SIZE: '2' }
  const outcome = await project.vitest(['run'], env)
  expect(outcome.code, textOf(outcome)).toBe(0)
  const { rows, usage } = await project.summary()
  const row = rows.find(({ scorer, variant }) => scorer === 'unit-test' && variant === 'all')
  expect(row).toMatchObject({ protocol: 'judge', n: 2, scored: 2 })
  const accounts = usage.filter(({ suite }) => suite === 'all')
  expect(accounts.map(({ account }) => account)).toEqual(['interpreter', 'judge'])
  expect(accounts[1]?.model.name).toBe('oracle-judge')
  expect(outcome.stdout).toMatch(/unit-test \(judge\): [01]/)
})

test('a judge that has spent its budget judges no more, and the run is incomplete', async () => {
  const server = await serve()
  const project = await agentsProject()
  const judge = { name: 'guesser', budget: { tokens: 4000 } }
  const env = { ...agent(server.url, { concurrency: 1 }, { judge }), FIND_SIZE: '5' }
  const outcome = await project.vitest(['run'], env)
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toMatch(/unit tests not judged: \d+ budget/)
  const judged = (await interpreted(project)).filter(({ judge: asked }) => asked !== null)
  expect(judged.length).toBeGreaterThan(0)
  expect(judged.length).toBeLessThan(10)
})

test('a judge without an answer leaves descriptions unscored, and the run incomplete', async () => {
  const server = await serve()
  const project = await agentsProject()
  const env = { ...agent(server.url, {}, { judge: { name: 'nobody' } }), FIND_SIZE: '1' }
  const outcome = await project.vitest(['run'], env)
  expect(outcome.code).toBe(1)
  expect(await interpreted(project)).toHaveLength(2)
  expect(outcome.stderr).toMatch(/unit tests not judged.*nobody/)
})

test('Ctrl-C ends a run that waits for its model', async () => {
  const server = await serve({ faults: { rate: 1, kinds: ['hang'], seed: 0 } })
  const project = await agentsProject()
  const run = project.start(['run'], agent(server.url))
  while (server.stats().requests < 8) await new Promise((resume) => setTimeout(resume, 20))
  const exit = once(run.child, 'exit')
  run.child.kill('SIGINT')
  await exit
  expect(run.output()).toContain('the run was interrupted')
  expect((await project.records()).every(({ state }) => state === 'started')).toBe(true)
})

/** The example of docs/extending.md. */
async function documentedInterpreter(): Promise<string> {
  const page = await readFile(join(import.meta.dirname, '../docs/extending.md'), 'utf8')
  const [, source] = /```ts\n\/\/ interpreters\/mine\.ts\n(import \{ z \}.*?)```/s.exec(page)!
  return source!
}

test('an interpreter of one’s own is watched, and an edit pays for what it changes', async () => {
  const server = await serve()
  const project = await agentsProject()
  await mkdir(join(project.root, 'interpreters'))
  const source = await documentedInterpreter()
  expect(source.trim().split('\n').length).toBeLessThan(30)
  await project.write('interpreters/mine.ts', source)
  const env = {
    OPENAI_BASE_URL: server.url,
    FIND_INTERPRETERS: 'mine',
    FIND_MODEL: 'scientist',
    FIND_SIZE: '4',
  }
  const watch = project.start(['--watch'], env)
  await watch.waitFor(READY)
  expect(server.stats().answered, watch.output()).toBe(4)

  // The watcher does not see an edit within the same tick of its clock as the run before.
  await delay(300)
  const waiting = watch.waitFor(READY)
  await project.edit('interpreters/mine.ts', (text) => `${text}// the same\n`)
  await waiting
  expect(server.stats().answered).toBe(4)

  await delay(300)
  const paying = watch.waitFor(READY)
  await project.edit('interpreters/mine.ts', (text) => text.replace('Mind noise', 'Heed noise'))
  await paying
  expect(server.stats()).toMatchObject({ answered: 8, paidTwice: 0 })
})

test('two processes share a cache', async () => {
  const server = await serve({ latency: 5 })
  const project = await agentsProject()
  const env = agent(server.url)
  const both = await Promise.all([project.vitest(['run'], env), project.vitest(['run'], env)])
  for (const outcome of both) expect(outcome.code, textOf(outcome)).toBe(0)
  const requests = server.stats().requests
  await project.vitest(['run'], env)
  expect(server.stats().requests).toBe(requests)
})

test('shards are merged with what they cost', async () => {
  const server = await serve()
  const project = await agentsProject()
  const env = agent(server.url)
  for (const shard of ['1/2', '2/2'])
    await project.vitest(['run', '--reporter=blob', `--shard=${shard}`], env)
  const merged = await project.vitest(['--merge-reports'], env)
  expect(merged.code, textOf(merged)).toBe(0)
  const { usage } = await project.summary()
  expect(usage.find(({ suite }) => suite === 'all')).toMatchObject({ cases: 20, turns: 40 })
})
