/** Agents as they are, sealed and offline, each with a scripted server for its model. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { tmpdir } from 'node:os'
import process from 'node:process'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { InterpreterFactory } from '../../plugins/index.ts'
import { findProgram } from '../../plugins/index.ts'
import type { SpokenApi } from '../../plugins/run-settings.ts'
import claude from '../claude.ts'
import codex from '../codex.ts'
import gemini from '../gemini.ts'
import opencode from '../opencode.ts'
import { type CaseChanges, NO_JAIL, processesWith, recordOf } from './testing/case.ts'
import { type ScriptedServer, startScriptedServer, TOKENS } from './testing/scripted-server.ts'

const KEY = 'key-of-the-harness-0123456789'
const SUBMITTED = {
  description: 'a line',
  domain: null,
  confidence: 0.9,
  code: 'function f(x){return 3*x-1}',
}
const SCRIPT = [
  { tool: 'query', args: { inputs: [0, 1] } },
  { tool: 'submit', args: SUBMITTED },
  { say: 'done' },
]

/** It stands in the arguments of the agents of this very run. */
const MODEL = `scripted-${process.pid}`

/** They take a second or four of a core each, on a machine that may be busy. */
const TIMEOUT = 150_000

const folders = (process.env['PATH'] ?? '').split(delimiter)

let server: ScriptedServer
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agents-'))
  server = await startScriptedServer(SCRIPT)
  for (const name of ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GEMINI_API_KEY'])
    vi.stubEnv(name, KEY)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await server.close()
  await rm(folder, { recursive: true })
})

const AGENTS: readonly (readonly [InterpreterFactory, SpokenApi, path: string])[] = [
  [claude, 'messages', ''],
  [codex, 'responses', '/v1'],
  [opencode, 'chat', '/v1'],
  [opencode, 'responses', '/v1'],
  [opencode, 'messages', ''],
  [opencode, 'gemini', ''],
  [gemini, 'gemini', ''],
]

describe.each(AGENTS.map(([factory, api, path]) => [factory.name, api, factory, path] as const))(
  '%s with a model of the %s API',
  (name, api, factory, path) => {
    const installed = findProgram(name, folders) ? null : `${name} is not installed`
    const missing = installed ?? NO_JAIL
    const run = (changes: CaseChanges = {}) => {
      const keyOf = api === 'messages' ? 'ANTHROPIC' : api === 'gemini' ? 'GEMINI' : 'OPENAI'
      const model = {
        name: MODEL,
        api,
        baseURL: server.url + path,
        apiKeyEnv: `${keyOf}_API_KEY`,
      }
      return recordOf({ sealed: true }, { factory, model, folder, timeout: TIMEOUT, ...changes })
    }

    test('finds the box and its model, sealed, is accounted for, and paid once', async ({
      skip,
    }) => {
      skip(missing !== null, missing ?? '')
      const record = await run()
      expect(record, JSON.stringify(record)).toMatchObject({
        state: 'interpreted',
        interpreter: { sealed: true },
        interpretation: { description: 'a line', confidence: 0.9 },
        queries: { count: 2, experiments: 1 },
        usage: {
          turns: 3,
          cached: 0,
          inputTokens: 3 * TOKENS.input,
          outputTokens: 3 * TOKENS.output,
        },
        program: {
          version: expect.stringMatching(/^\d+\.\d+\.\d+/),
          usage: { inputTokens: 3 * TOKENS.input, outputTokens: 3 * TOKENS.output },
        },
      })
      // The key is added outside, and nothing that is kept has it.
      for (const { headers } of server.heard) expect(JSON.stringify(headers)).toContain(KEY)
      for (const { body } of server.heard) expect(JSON.stringify(body)).not.toContain(KEY)
      const transcript = await readFile(join(folder, '..', record.transcript!), 'utf8')
      expect(transcript).toMatch(/\*\*Model calls\*\* `.*query`/)
      expect(transcript).toMatch(/\*\*Result of\*\* `.*query`[^]*pairs[^]*Turn 3/)
      expect(transcript).toMatch(/## Answer/)
      expect(transcript).not.toContain(KEY)

      const again = await run({ cache: 'read' })
      expect(again, JSON.stringify(again)).toMatchObject({
        state: 'interpreted',
        usage: { turns: 3, cached: 3, paid: { tokens: 0 } },
      })
      expect(server.heard).toHaveLength(3)
      expect(await processesWith(MODEL)).toEqual([])
    })
  },
)
