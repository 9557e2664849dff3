/** What a model may do, without a loop around it: as a server of tools offers it to any agent. */
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { truthOf } from '../categories/functions.ts'
import { numeric } from '../categories/numeric/index.ts'
import type { Tools } from '../contracts.ts'
import { openMeter } from '../run/meter.ts'
import { codeSandbox } from '../sandbox/sandbox.ts'
import { randomStream } from '../utils/random.ts'
import { readAnswer, submitTool } from './answer.ts'
import { perform } from './perform.ts'

const sandbox = codeSandbox()
afterAll(() => sandbox.close())
const run: Tools['run'] = (code, inputs) => sandbox.run(code, inputs)

const prompt = numeric.prompt!
const form = prompt.form('javascript')
const twice = truthOf((inputs: Float64Array) => inputs.map((x) => 2 * x), Float64Array.of())

test('a box, its tools and its form of answers are all that it takes', async () => {
  const box = numeric.open(twice, openMeter(10).meter, randomStream(0))
  const experiments = prompt.experiments(box, run, 'javascript')
  const call = (name: string, args: unknown) => perform(experiments, name, () => args)
  const tools = [...experiments.map(({ tool }) => tool), submitTool(form)]
  expect(tools.map(({ name }) => name)).toEqual([
    'query',
    'sweep',
    'test_code',
    'run_code',
    'submit',
  ])
  for (const { parameters } of tools) expect(z.toJSONSchema(parameters)).toHaveProperty('type')

  expect(await call('query', { inputs: [1] })).toEqual({ pairs: [[1, 2]], queries_left: 9 })
  expect(await call('sweep', { from: 0, to: 2, step: 1 })).toMatchObject({ queries_left: 6 })
  const code = 'function f(x) { return x + x }'
  expect(await call('test_code', { code })).toMatchObject({ tested: 4, largest_error: 0 })
  expect(await call('run_code', { code: 'const f = (pairs) => pairs.length' })).toEqual({
    returned: 4,
  })
  const given = { description: 'doubles', domain: null, confidence: 0.9, code }
  const answer = readAnswer(JSON.stringify(given), form, 'tools', false)
  expect(answer).toMatchObject({ confidence: 0.9, code: { language: 'javascript', source: code } })
  expect(await prompt.check!(answer, box, run)).toBeNull()
})

test.each([
  ['shell', {}, 'there is no tool "shell"'],
  ['query', { inputs: [200] }, 'numeric boxes take numbers in [-128, 128]; got 200'],
  ['query', { inputs: Array(9).fill(0) }, 'asked 9 queries with 5 of 5 left'],
  ['query', {}, expect.stringContaining('inputs')],
  ['sweep', { from: 1, to: 0, step: 1 }, 'expected from <= to and step > 0; got 1, 0 and 1'],
  ['test_code', { code: 'f(' }, 'nothing was seen of the function so far'],
])('%s with %j is refused, and costs nothing', async (name, args, error) => {
  const { meter, counts } = openMeter(5)
  const box = numeric.open(twice, meter, randomStream(0))
  const experiments = prompt.experiments(box, run, 'javascript')
  expect(await perform(experiments, name, () => args)).toEqual({ error })
  expect(counts.queries).toBe(0)
})

test('a fault of the box is no refusal', async () => {
  const sample = () => Promise.reject(new Error('broken'))
  const box = numeric.open({ ...twice, sample }, openMeter(5).meter, randomStream(0))
  const experiments = prompt.experiments(box, run, 'javascript')
  const asked = perform(experiments, 'query', () => ({ inputs: [1] }))
  await expect(asked).rejects.toThrow('the black box failed')
})
