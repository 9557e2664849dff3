/** The interpreters with a model behind a server: everything but the model is real. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelServer, startModelServer } from '../../model-server/index.ts'
import { openBox } from '../../plugins/run/black-box.ts'
import {
  APIS,
  CATEGORIES,
  type Category,
  type Interpretation,
  type Interpreter,
  type InterpreterFactory,
  type Suite,
} from '../../plugins/contracts.ts'
import { ModelConfig, modelSettings } from '../../plugins/llm/model-settings.ts'
import { openModel } from '../../plugins/llm/open-model.ts'
import { openStore, type ResponseStore } from '../../plugins/llm/response-store.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { numeric } from '../../suites/numeric/suite.ts'
import { strings } from '../../suites/strings/suite.ts'
import aiaSynthesis from '../aia+synthesis.ts'
import exemplars from '../exemplars.ts'
import synthesis from '../synthesis/index.ts'
import aia from './index.ts'

const SUITES: { readonly [C in Category]: Suite<C> } = { numeric, strings }

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
  await server.close()
  rmSync(folder, { recursive: true })
})

/** What an interpreter answers about the first function of each variant, and what that took. */
async function interpretAll<C extends Category>(
  category: C,
  make: InterpreterFactory,
  options: object,
  { name, api }: { name: string; api: (typeof APIS)[number] },
) {
  const config = ModelConfig.parse({ name, api, baseURL: server.url })
  const env = { OPENAI_API_KEY: 'any' }
  const settings = modelSettings(config, { concurrency: 4, env, prices: {} })
  const account = JSON.stringify([make.name, options, api])
  const client = openModel(settings, store, { session: 's', account, cache: 'off', env })
  const { signal } = new AbortController()
  const suite: Suite<C> = SUITES[category]
  const specs = suite.variants.map((one) => suite.specs(0).find(({ variant }) => variant === one)!)
  return Promise.all(
    specs.map(async (spec) => {
      const random = randomStream(0, spec.id, 'noise')
      const { box } = openBox(category, suite.build(spec), { budget: 5000, random })
      const about = { caseId: spec.id, trial: 0, signal, transcript: null }
      const { model, usage } = client.session(about)
      const handler: Interpreter['interpret'][C] = make(options).interpret[category]
      const context = { model, signal, random: randomStream(0, spec.id) }
      return { answer: await handler!(box, context), usage: usage() }
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
          expect(usage.turns).toBe(make === aia ? 3 : 2)
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
      baseline.map(() => [`exemplars/${category}@1`]),
    )
    const initialized = await interpretAll(category, aia, { searchInit: { draw: 'random' } }, ask)
    expect(initialized.every(({ answer }) => answer.code !== null)).toBe(true)
  })
})
