/** The interpreters with a model behind a server: everything but the model is real. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelServer, startModelServer } from '../../model-server/index.ts'
import { functionName } from '../../plugins/records.ts'
import { APIS } from '../../plugins/run-settings.ts'
import { handlerOf } from '../../plugins/run/load-interpreter.ts'
import { openMeter } from '../../plugins/run/meter.ts'
import type { FunctionAnswer } from '../../plugins/categories/functions.ts'
import type {
  Category,
  Interpretation,
  InterpreterFactory,
  Suite,
  Tools,
} from '../../plugins/contracts.ts'
import { ModelConfig, modelSettings } from '../../plugins/llm/model-settings.ts'
import { openModel } from '../../plugins/llm/open-model.ts'
import { openStore, type ResponseStore } from '../../plugins/llm/response-store.ts'
import { codeSandbox } from '../../plugins/sandbox/sandbox.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { numeric } from '../../suites/numeric/suite.ts'
import { strings } from '../../suites/strings/suite.ts'
import aiaSynthesis from '../aia+synthesis.ts'
import exemplars from '../exemplars.ts'
import synthesis from '../synthesis/index.ts'
import aia from './index.ts'

const CATEGORIES = ['numeric', 'strings'] as const

const sandbox = codeSandbox()
let server: ModelServer
let folder: string
let store: ResponseStore
beforeAll(async () => {
  server = await startModelServer()
  folder = mkdtempSync(join(tmpdir(), 'aia-'))
  store = openStore(join(folder, 'store.sqlite'), 'on')
})
afterAll(async () => {
  store.close()
  await sandbox.close()
  await server.close()
  rmSync(folder, { recursive: true })
})

type Ask = { readonly name: string; readonly api: (typeof APIS)[number] }

/** What an interpreter answers about the first function of each variant, and what that took. */
const interpretAll = (
  category: (typeof CATEGORIES)[number],
  ...asked: [make: InterpreterFactory, options: object, ask: Ask]
) =>
  category === 'numeric' ? interpretSuite(numeric, ...asked) : interpretSuite(strings, ...asked)

async function interpretSuite<C extends Category>(
  suite: Suite<C>,
  make: InterpreterFactory,
  options: object,
  { name, api }: Ask,
) {
  const config = ModelConfig.parse({ name, api, baseURL: server.url })
  const env = { OPENAI_API_KEY: 'any' }
  const settings = modelSettings(config, { concurrency: 4, env, prices: {} })
  const account = JSON.stringify([make.name, options, api])
  const client = openModel(settings, store, { session: 's', account, cache: 'off', env })
  const { signal } = new AbortController()
  const all = suite.functions(0)
  const functions = suite.variants.map((one) => all.find(({ variant }) => variant === one)!)
  return Promise.all(
    functions.map(async (fn) => {
      const caseId = functionName(suite.name, fn.id)
      const noise = randomStream(0, caseId, 'noise')
      const box = suite.category.open(fn.truth(), openMeter(5000).meter, noise)
      const { model, usage } = client.session({ caseId, trial: 0, signal, transcript: null })
      const handler = handlerOf(make(options), suite.category)
      const random = randomStream(0, caseId)
      const run: Tools['run'] = (code, inputs) => sandbox.run(code, inputs)
      const answer = await handler!(box, { model, signal, random, run })
      return { answer: answer as Interpretation as FunctionAnswer, usage: usage() }
    }),
  )
}

const wordsOf = ({ description, domain }: Interpretation) => ({ description, domain })

describe.each(CATEGORIES)('%s', (category) => {
  test.each([
    ['tools', 'responses'],
    ['tools', 'chat'],
    ['text', 'chat'],
  ] as const)(
    'a model that works as synthesis does, with %s over %s, answers alike',
    async (dialect, api) => {
      const expected = await interpretAll(category, synthesis, {}, { name: 'novice', api })
      const cases = await interpretAll(category, aia, { dialect }, { name: 'scientist', api })
      // Code may differ in its last digits: a model sees ten of each output.
      expect(cases.map(({ answer }) => wordsOf(answer))).toEqual(
        expected.map(({ answer }) => wordsOf(answer)),
      )
    },
  )

  test.each(APIS)('over %s, an answer that cannot be read is repaired', async (api) => {
    for (const dialect of ['tools', 'text'] as const)
      for (const make of [aia, exemplars]) {
        const cases = await interpretAll(category, make, { dialect }, { name: 'rambler', api })
        for (const { answer, usage } of cases) {
          expect(answer.code?.language).toBe('javascript')
          // Prose is a thought, up to the third time in a row.
          expect(usage.turns).toBeGreaterThanOrEqual(make === aia ? 3 : 2)
          expect(usage.turns).toBeLessThanOrEqual(make === aia ? 5 : 2)
        }
      }
  })

  test.each(APIS)('over %s, a model may call synthesis', async (api) => {
    const cases = await interpretAll(category, aiaSynthesis, {}, { name: 'scientist', api })
    const expected = await interpretAll(category, synthesis, {}, { name: 'novice', api })
    expect(cases.map(({ answer }) => answer)).toEqual(expected.map(({ answer }) => answer))
    expect(cases.map(({ usage }) => usage.turns)).toEqual(cases.map(() => 2))
  })

  test('exemplars, and search initialization, are read', async () => {
    const ask = { name: 'scientist', api: 'responses' } as const
    const baseline = await interpretAll(category, exemplars, {}, ask)
    expect(baseline.map(({ usage }) => usage.prompts)).toEqual(
      baseline.map(() => [`exemplars/${category}@3`]),
    )
    const initialized = await interpretAll(category, aia, { searchInit: { draw: 'random' } }, ask)
    expect(initialized.every(({ answer }) => answer.code !== null)).toBe(true)
  })
})
