/** Under noise interpreters go on, and what they answer is held to values without any. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import exemplars from '../../interpreters/exemplars.ts'
import inductionWithConcepts from '../../interpreters/induction+concepts/index.ts'
import induction from '../../interpreters/induction/index.ts'
import { startModelServer } from '../../model-server/index.ts'
import type { Interpreter } from '../../plugins/contracts.ts'
import { openModels } from '../../plugins/llm/open-models.ts'
import { exampleSettings } from '../../plugins/llm/testing/example-request.ts'
import { runCase } from '../../plugins/run/run-case.ts'
import { selectFunctions } from '../../plugins/run/select-functions.ts'
import { codeSandbox } from '../../plugins/sandbox/sandbox.ts'
import { settingsOf } from '../../plugins/setup/settings.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { entities, entitiesSuite } from './suite.ts'

const noisy = entitiesSuite({ noise: 0.1 })
const functions = selectFunctions(noisy.functions(21), 12)
const sandbox = codeSandbox()
afterAll(() => sandbox.close())

/** Records of all functions, with a model at a real server. */
async function records(interpreter: Interpreter) {
  const server = await startModelServer()
  const folder = mkdtempSync(join(tmpdir(), 'noise-'))
  onTestFinished(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })
  const base = settingsOf(interpreter.name, { folder, seed: 21 })
  const model = exampleSettings({ name: 'scientist', baseURL: server.url })
  const settings = { ...base, interpreter: { ...base.interpreter, model } }
  const models = openModels(settings, folder)
  const { signal } = new AbortController()
  return Promise.all(
    functions.map(async (fn) => {
      const about = { suite: noisy, fn, trial: 0, interpreter, settings, sandbox, models }
      return (await runCase({ ...about, timed: false }, signal)).record
    }),
  )
}

test.each([
  ['induction', induction, 0],
  ['induction+concepts', inductionWithConcepts, 12],
  ['exemplars', exemplars, 0],
])('%s comes to an answer, and is judged', async (_name, make, solved) => {
  const all = await records(make())
  expect(all.map(({ state }) => state)).toEqual(all.map(() => 'interpreted'))
  const scores = all.flatMap((record) =>
    'scores' in record ? record.scores.filter(({ protocol }) => protocol === 'solved') : [],
  )
  const values = scores.map(({ score }) => (score.status === 'scored' ? score.value : null))
  expect(values).not.toContain(null)
  expect(values.filter((value) => value === 1).length).toBeGreaterThanOrEqual(solved)
})

test('the truth is held to no noise: probes are those of the function without any', async () => {
  const ids = new Set(functions.map(({ id }) => id))
  const plain = entities.functions(21).filter(({ id }) => ids.has(id))
  for (const [i, fn] of functions.entries()) {
    const probe = (one: typeof fn) => noisy.category.probe(one.truth(), randomStream(0, fn.id))
    expect(await probe(fn)).toEqual(await probe(plain[i]!))
  }
})
