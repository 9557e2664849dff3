/** Programs and agents under real Vitest: sealed from it, and gone when it is. */
import { once } from 'node:events'
import { mkdir, readdir } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { NO_JAIL, NO_PYTHON, processesWith } from '../interpreters/command/testing/case.ts'
import { startScriptedServer, TOKENS } from '../interpreters/command/testing/scripted-server.ts'
import { findProgram } from '../plugins/utils/find-program.ts'
import { agentsProject } from './project.ts'

const KEY = 'key-of-the-harness-0123456789'
const COMMAND = '../../../interpreters/command/index.ts'
const SUBMITTED = {
  description: 'Something.',
  domain: null,
  confidence: 0.1,
  code: 'function f(x){return 0}',
}

test.for([
  ['claude', 'claude-test', '', 'ANTHROPIC'],
  ['codex', 'gpt-test', '/v1', 'OPENAI'],
] as const)(
  '%s is benchmarked by its name, sealed',
  async ([name, model, path, vendor], { skip }) => {
    const folders = (process.env['PATH'] ?? '').split(delimiter)
    const why = findProgram(name, folders) ? NO_JAIL : `${name} is not installed`
    skip(why !== null, why ?? '')
    const server = await startScriptedServer([
      { tool: 'query', args: { inputs: [0, 1] } },
      { tool: 'submit', args: SUBMITTED },
      { say: 'done' },
    ])
    onTestFinished(() => server.close())
    const project = await agentsProject()
    const api = name === 'codex' ? { api: 'responses' } : {}
    const own = {
      module: `../../../interpreters/${name}.ts`,
      model: { name: model, ...api },
      timeout: 150_000,
    }
    const outcome = await project.vitest(['run', 'suites/numeric'], {
      FIND_INTERPRETERS: name,
      FIND_SIZE: '1',
      AGENTS_CONFIG: JSON.stringify({ interpreters: { [name]: own } }),
      [`${vendor}_BASE_URL`]: server.url + path,
      [`${vendor}_API_KEY`]: KEY,
    })
    const records = await project.records()
    expect(records, outcome.stdout + outcome.stderr).toHaveLength(1)
    expect(records).toMatchObject([
      {
        state: 'interpreted',
        interpreter: { name, sealed: true, model: { name: model } },
        queries: { count: 2 },
        usage: { turns: 3, inputTokens: 3 * TOKENS.input, outputTokens: 3 * TOKENS.output },
        program: { version: expect.stringMatching(/^\d+\./), usage: { inputTokens: 300 } },
      },
    ])
    expect(await project.read(records[0]!.transcript!)).toMatch(/## Turn 3[^]*## Answer/)
    expect(outcome.stdout).toContain(name)
    expect(outcome.stdout + outcome.stderr + JSON.stringify(records)).not.toContain(KEY)
  },
)

/** A program in Python, and the config of a benchmark that runs it. */
const python = (program: string, options: object = {}) => ({
  AGENTS_CONFIG: JSON.stringify({
    interpreters: {
      program: {
        module: COMMAND,
        options: { command: '/usr/bin/python3', args: ['-c', program], sealed: true, ...options },
      },
    },
  }),
  FIND_SIZE: '1',
})
const missing = NO_PYTHON ?? NO_JAIL

test('a program in a jail finds no server of Vitest’s, while its page is there', async ({
  skip,
}) => {
  skip(missing !== null, missing ?? '')
  const port = await freePort()
  const spy = `
import json, socket
def reach(host):
    try: return bool(socket.create_connection((host, ${port}), 2))
    except OSError as error: return type(error).__name__
found = json.dumps([reach(host) for host in ("127.0.0.1", "::1", "localhost")])
print(json.dumps({"answer": {"description": found, "domain": None, "code": None}}), flush=True)`
  const project = await agentsProject()
  const args = ['--watch', '--ui', '--open=false', `--api.port=${port}`, 'suites/numeric']
  const running = project.start(args, python(spy))
  await running.waitFor('Waiting for file changes')
  // It wants to be shown a token.
  expect((await fetch(`http://localhost:${port}/__vitest__/`)).status).toBe(403)
  const [record] = await project.records()
  expect(record).toMatchObject({ state: 'interpreted', interpreter: { sealed: true } })
  expect(JSON.stringify(record)).not.toContain('true, true')
  const { description } = (record as { interpretation: { description: string } }).interpretation
  for (const found of JSON.parse(description) as unknown[]) expect(found).toMatch(/error$/i)
})

test.for([true, false])(
  'no program outlives a Vitest that is killed (sealed: %s)',
  async (sealed, { skip }) => {
    skip(missing !== null, missing ?? '')
    const mark = `2000.${process.pid}${Number(sealed)}`
    const project = await agentsProject()
    const folder = join(project.root, 'temporary')
    await mkdir(folder)
    const running = project.start(['run', 'suites/numeric'], {
      ...python(`import time; time.sleep(${mark})`, { sealed }),
      TMPDIR: folder,
    })
    for (let tries = 0; (await processesWith(mark, 0)).length === 0; tries++) {
      expect(tries, running.output()).toBeLessThan(1200)
      await sleep(50)
    }
    running.child.kill('SIGKILL')
    expect(await processesWith(mark, 30_000)).toEqual([])
    await expect.poll(() => readdir(folder)).toEqual([])
  },
)

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
