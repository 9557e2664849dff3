import { expect, test } from 'vitest'
import { loadInterpreter } from '../plugins/run/load-interpreter.ts'
import { settingsOf } from '../plugins/setup/settings.ts'
import { scriptedModel } from '../plugins/testing/scripted-model.ts'
import aiaSynthesis from './aia+synthesis.ts'
import { call, interpretNumeric, run, submit, told } from './aia/testing/scripted-case.ts'

const synthesize = (args: object = {}) => ({ calls: [call('run_synthesis', args)] })
const outputOf = (outputs: ReturnType<typeof told>) =>
  JSON.parse((outputs[0] as { run_synthesis: string }).run_synthesis) as Record<string, unknown>

test('the model may call synthesis, on the same box', async () => {
  const model = scriptedModel(run(1), synthesize(), submit())
  const { counts } = await interpretNumeric(model, {}, { make: aiaSynthesis })
  expect(model.requests[0]?.prompt).toBe('aia+synthesis/numeric@3')
  expect(model.requests[0]?.tools?.map(({ name }) => name)).toEqual([
    'query',
    'sweep',
    'test_code',
    'run_synthesis',
    'submit',
  ])
  expect(model.requests[0]?.instructions).toContain('run_synthesis')
  expect(counts.queries).toBeGreaterThan(1)
  expect(outputOf(told(model.requests, 2))).toMatchObject({
    description: expect.stringContaining('2') as unknown,
    domain: null,
    code: expect.stringContaining('function f(x)') as unknown,
    queries_left: 100 - counts.queries,
  })
})

test('once a case', async () => {
  const model = scriptedModel(synthesize(), synthesize(), submit())
  const interpretations = ['first', 'second'].map(() =>
    interpretNumeric(scriptedModel(synthesize(), submit()), {}, { make: aiaSynthesis }),
  )
  await interpretNumeric(model, {}, { make: aiaSynthesis })
  expect(outputOf(told(model.requests, 2))).toMatchObject({
    error: 'run_synthesis was called before',
  })
  await expect(Promise.all(interpretations)).resolves.toHaveLength(2)
})

test('a budget that is too short for it is told to the model, and so are arguments', async () => {
  const model = scriptedModel(synthesize({ deep: true }), synthesize(), submit())
  await interpretNumeric(model, {}, { make: aiaSynthesis, budget: 3 })
  expect(outputOf(told(model.requests, 1))['error']).toMatch(/Unrecognized key: "deep"/)
  const { error, code } = outputOf(told(model.requests, 2))
  expect(error ?? code).toEqual(expect.any(String))
})

test('says that it knows the library', () => {
  expect(aiaSynthesis().label).toBe('known library')
})

test.each([[{ dialect: 'text' }], [{ hidden: [] }], [{ turns: 21 }]])(
  'refuses the options %j',
  (options) => {
    const settings = { ...settingsOf('aia+synthesis').interpreter, module: 'under test' }
    expect(() => loadInterpreter(aiaSynthesis, { ...settings, options })).toThrow(
      /refuses its options/,
    )
  },
)
