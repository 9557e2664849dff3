/** Programs that reach their box by the Model Context Protocol, and their model over HTTP. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { circuits } from '../../plugins/categories/circuits/index.ts'
import { relations } from '../../plugins/categories/relations/index.ts'
import { testInterpreter } from '../../plugins/testing/test-interpreter.ts'
import command from './index.ts'
import { NO_JAIL, processesWith, recordOf } from './testing/case.ts'
import { startScriptedServer, TOKENS } from './testing/scripted-server.ts'

const KEY = 'key-of-the-harness-0123456789'
const ROOT = join(import.meta.dirname, '../..')
const ANSWER = {
  description: 'a line',
  domain: null,
  confidence: 0.9,
  code: 'function f(x){return 3*x-1}',
}
const query = (...inputs: number[]) => ({ tool: 'query', args: { inputs } })
const submit = (changes: object = {}) => ({ tool: 'submit', args: { ...ANSWER, ...changes } })

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mcp-'))
  vi.stubEnv('TMPDIR', folder)
  vi.stubEnv('OPENAI_API_KEY', KEY)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

const does = (steps: readonly object[], sealed = false, options: object = {}) => ({
  protocol: 'mcp',
  command: process.execPath,
  args: ['./fake-agent.ts', JSON.stringify(steps)],
  files: [join(import.meta.dirname, 'testing/fake-agent.ts'), join(ROOT, 'node_modules')],
  reads: [dirname(process.execPath)],
  sealed,
  ...options,
})

/** Unsealed folders are copies: the modules are where Node looks for them anyway. */
const light = (steps: readonly object[], options: object = {}) =>
  does(steps, false, {
    args: [join(import.meta.dirname, 'testing/fake-agent.ts'), JSON.stringify(steps)],
    files: [],
    ...options,
  })

async function withServer(
  steps: readonly object[],
  { faults = [], ...more }: { faults?: readonly number[]; turns?: number } = {},
) {
  const server = await startScriptedServer([{ say: 'Look.' }], faults)
  const model = {
    name: 'adviser',
    baseURL: server.url,
    apiKeyEnv: 'OPENAI_API_KEY',
    retries: 1,
  }
  const record = await recordOf(light(steps, more), { model, folder })
  await server.close()
  return { record, requests: server.heard.length }
}

const saidBy = (record: { state: string }) =>
  record.state === 'failed'
    ? (record as unknown as { error: { message: string } }).error.message
    : ''

test('a program that is sealed reaches its box and its model, and leaves nothing', async ({
  skip,
}) => {
  skip(NO_JAIL !== null, NO_JAIL ?? '')
  const server = await startScriptedServer([{ say: 'Look for a line.' }])
  // It stands in the arguments of no other process.
  const question = `What now, of ${process.pid}?`
  const steps = [{ list: true }, { model: question, body: { stream: true } }, query(0, 1), submit()]
  const model = { name: 'adviser', baseURL: server.url, apiKeyEnv: 'OPENAI_API_KEY' }
  const record = await recordOf(does(steps, true), { model, folder })
  await server.close()
  expect(record, saidBy(record)).toMatchObject({
    state: 'interpreted',
    interpreter: { sealed: true },
    queries: { count: 2, experiments: 1 },
    usage: { turns: 1, inputTokens: TOKENS.input, outputTokens: TOKENS.output },
  })
  expect(server.heard).toMatchObject([
    {
      path: '/chat/completions',
      headers: { authorization: `Bearer ${KEY}` },
      body: { model: 'adviser' },
    },
  ])
  expect(await processesWith(question)).toEqual([])
  expect((await readdir(folder)).filter((name) => name.startsWith('find-'))).toEqual([])
})

test('tools are told by their schemas, and said to change nothing', async () => {
  const record = await recordOf(light([{ list: true }, { tool: 'submit', args: {} }]))
  expect(record).toMatchObject({ state: 'failed', error: { kind: 'answer', raw: '{}' } })
  const listed = await recordOf(light([{ list: true }, query(300)]))
  const [, text = ''] = /ends with\n(.*)$/s.exec(saidBy(listed)) ?? []
  // The tail of it: the end of the list, and what the box said to a query of another kind.
  for (const name of ['submit', 'run_code', 'readOnlyHint', 'numbers in [-128, 128]; got 300'])
    expect(text).toContain(name)
})

describe('what a program does over MCP is told for what it is', () => {
  test('it ends without having reached the box', async () => {
    const record = await recordOf(light([]))
    expect(record).toMatchObject({ state: 'failed', error: { kind: 'interpreter' } })
    expect(saidBy(record)).toMatch(/exit code 0 without an answer, and it never reached the box/)
  })

  test('it ends without an answer', async () => {
    const record = await recordOf(light([query(1)]))
    expect(record).toMatchObject({ state: 'failed', error: { kind: 'interpreter' } })
    expect(saidBy(record)).toMatch(/without an answer, and it had reached the box 1 times/)
  })

  test('it gives up on its budget', async () => {
    const record = await recordOf(light([query(1, 2, 3)]), { queries: 2 })
    expect(record).toMatchObject({ state: 'failed', error: { kind: 'budget' } })
    expect(saidBy(record)).toMatch(/asked 3 queries with 2 of 2 left/)
  })

  test('it takes too long', async () => {
    const record = await recordOf(light([query(1), { wait: 100_000 }]), { timeout: 4000 })
    expect(record).toMatchObject({ state: 'failed', error: { kind: 'timeout' } })
    expect(saidBy(record)).toMatch(/took longer than 4000 ms: .*had reached the box 1 times/)
  })

  test('its answer is none until it has mended it, and the first good one stands', async () => {
    const broken = submit({ code: 'function f(x) { return y }' })
    const steps = [
      query(1),
      submit({ description: 7 }),
      broken,
      submit(),
      submit({ description: 'b' }),
    ]
    const record = await recordOf(light(steps))
    expect(record, saidBy(record)).toMatchObject({
      state: 'interpreted',
      interpretation: { description: 'a line', code: { source: ANSWER.code } },
    })
  })

  test('code that does not run is taken the second time', async () => {
    const broken = submit({ code: 'function f(x) { return y }' })
    const record = await recordOf(light([query(1), broken, broken]))
    expect(record).toMatchObject({ state: 'interpreted' })
  })

  test('it goes on after its answer, and is ended', async () => {
    const record = await recordOf(light([submit(), { wait: 300 }]))
    expect(record).toMatchObject({ state: 'interpreted', interpretation: { confidence: 0.9 } })
  })
})

describe('its model', () => {
  const ask = { model: 'What now?', body: { stream: true } }

  test('is paid once, whatever ended before', async () => {
    const server = await startScriptedServer([{ say: 'Look.' }])
    const model = { name: 'adviser', baseURL: server.url, apiKeyEnv: 'OPENAI_API_KEY' }
    const first = await recordOf(light([ask]), { model, folder })
    const again = await recordOf(light([ask, submit()]), { model, folder })
    await server.close()
    expect(first).toMatchObject({ state: 'failed', usage: { turns: 1, cached: 0 } })
    expect(again).toMatchObject({
      state: 'interpreted',
      usage: { turns: 1, cached: 1, inputTokens: TOKENS.input, paid: { tokens: 0 } },
    })
    expect(server.heard).toHaveLength(1)
  })

  test('is asked again where the server is in trouble', async () => {
    const { record, requests } = await withServer([ask, submit()], { faults: [500] })
    expect(record, saidBy(record)).toMatchObject({ state: 'interpreted', usage: { turns: 1 } })
    expect(requests).toBe(2)
  })

  test('gives no answer: that is the case’s end, and the model’s fault', async () => {
    const { record } = await withServer([ask, { wait: 100_000 }], { faults: [401] })
    expect(record).toMatchObject({ state: 'failed', error: { kind: 'model' } })
    expect(saidBy(record)).toMatch(/adviser at .* 401/)
    expect(JSON.stringify(record)).not.toContain(KEY)
    const [transcript] = await readdir(join(folder, 'transcripts/command'))
    const text = await readFile(join(folder, 'transcripts/command', transcript!), 'utf8')
    expect(text).toMatch(/Fault/)
    expect(text).not.toContain(KEY)
  })

  test('refuses what the program wrote: that is for the program to mend', async () => {
    const { record } = await withServer([ask, submit()], { faults: [400] })
    expect(record, saidBy(record)).toMatchObject({ state: 'interpreted', usage: { turns: 0 } })
  })

  test('has so many turns, and no more', async () => {
    const asks = [0, 1, 2].map((i) => ({ ...ask, model: `What now, for the ${i}th time?` }))
    const { record, requests } = await withServer(asks, { turns: 2 })
    expect(record).toMatchObject({ state: 'failed', usage: { turns: 2 } })
    expect(saidBy(record)).toMatch(/no turn is left.*; its 2 turns are spent$/s)
    expect(requests).toBe(2)
  })

  test('is there for programs that speak in lines as well', async () => {
    const server = await startScriptedServer([{ say: 'Look.' }])
    const program = `
      const { OPENAI_BASE_URL, FIND_MODEL: model } = process.env
      const body = JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: '?' }] })
      const reply = await fetch(OPENAI_BASE_URL + '/chat/completions', { method: 'POST', body })
      const description = (await reply.text()).includes('done') ? 'it speaks' : 'no model'
      console.log(JSON.stringify({ answer: { description, domain: null, code: null } }))`
    const model = { name: 'adviser', baseURL: server.url, apiKeyEnv: 'OPENAI_API_KEY' }
    for (const sealed of NO_JAIL === null ? [true, false] : [false]) {
      const args = ['--input-type=module', '-e', program]
      const reads = [dirname(process.execPath)]
      const options = { command: process.execPath, args, reads, sealed }
      const record = await recordOf(options, { model, folder })
      expect(record, saidBy(record)).toMatchObject({
        state: 'interpreted',
        interpretation: { description: 'it speaks' },
        usage: { turns: 1 },
      })
    }
    await server.close()
    expect(server.heard).toHaveLength(1)
  })

  test('is asked nothing else', async () => {
    const steps = [
      { model: '', path: '/models' },
      { model: '', path: '/files' },
      { model: '', body: { messages: 'none' } },
      {
        model: '',
        body: {
          messages: [
            {
              role: 'user',
              content: [{ type: 'image_url', image_url: { url: 'https://example.com/suite.ts' } }],
            },
          ],
        },
      },
    ]
    const { record, requests } = await withServer(steps)
    expect(saidBy(record).match(/"status":40[04]/g)).toHaveLength(4)
    expect(requests).toBe(0)
  })

  test('is none where none is configured', async () => {
    const record = await recordOf(light([{ model: 'Anybody?' }]))
    expect(saidBy(record)).toMatch(/without an answer/)
    expect(record).toMatchObject({ usage: null })
  })
})

const { capital } = relations.samples
testInterpreter(command, {
  options: light([
    { tool: 'query', args: { inputs: ['France', 'Japan'] } },
    {
      tool: 'submit',
      args: {
        description: 'The capital of a country.',
        domain: null,
        confidence: 1,
        class: 'country',
        relation: 'capital',
        exception: null,
      },
    },
  ]),
  categories: [{ ...relations, samples: { capital: capital! } }],
})

const { one } = circuits.samples
const PART = 'blocks.0.attn.hook_result[1]'
testInterpreter(command, {
  options: light([
    { tool: 'describe', args: {} },
    {
      tool: 'patch',
      args: {
        exchanges: [{ components: [PART], hook: 'z', positions: null }],
        direction: 'denoising',
        corruption: 'one',
        metric: 'logit-difference',
        pairs: 2,
      },
    },
    {
      tool: 'submit',
      args: {
        description: 'Head 1 copies what most tokens are.',
        domain: null,
        confidence: 1,
        components: [{ component: PART, score: 1, in_circuit: true, role: 'aggregator' }],
      },
    },
  ]),
  categories: [{ ...circuits, samples: { one: one! } }],
})
