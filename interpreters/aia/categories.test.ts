/** The interpreters with a model work by what a category says of itself, whichever it is. */
import { expect, test } from 'vitest'
import { truthOf } from '../../plugins/categories/functions.ts'
import { numeric } from '../../plugins/categories/numeric/index.ts'
import type { CategoryPlugin } from '../../plugins/contracts.ts'
import { handlerOf, versionOn } from '../../plugins/run/load-interpreter.ts'
import { bits, perList } from '../../plugins/testing/example-category.ts'
import { scriptedModel } from '../../plugins/testing/scripted-model.ts'
import { testInterpreter } from '../../plugins/testing/test-interpreter.ts'
import aiaSynthesis from '../aia+synthesis.ts'
import exemplars from '../exemplars.ts'
import aia from './index.ts'
import { interpret, INTERPRETATION, run, SECTIONS, submit, told } from './testing/scripted-case.ts'

const some = truthOf(
  perList((list) => list.includes(true)),
  [],
)
const { prompt: _, ...silent } = bits
const SILENT: CategoryPlugin<'booleans'> = silent

test.each([
  ['aia', aia],
  ['aia+synthesis', aiaSynthesis],
  ['exemplars', exemplars],
])('%s has a version on each category, of its own number and of what that tells', (_name, make) => {
  expect(versionOn(make(), numeric)).toBe('1.2')
  expect(versionOn(make(), bits)).toBe('1.7')
  const reworded = { ...bits, prompt: { ...bits.prompt!, version: '8' } }
  expect(versionOn(make(), reworded)).toBe('1.8')
  expect(versionOn(make(), SILENT)).toBe('1')
})

test.each([
  ['aia', aia],
  ['aia+synthesis', aiaSynthesis],
  ['exemplars', exemplars],
])('%s takes on a category that tells of itself, and no other', (_name, make) => {
  expect(handlerOf(make(), bits)).toBeTypeOf('function')
  expect(handlerOf(make(), SILENT)).toBeUndefined()
  expect(make().estimate!(bits).calls).toBeGreaterThan(0)
})

test('exemplars takes on none that has no exemplars', () => {
  const { exemplars: _none, ...prompt } = bits.prompt!
  expect(handlerOf(exemplars(), { ...bits, prompt })).toBeUndefined()
})

test.each([
  ['tools', run([true], []), submit()],
  ['text', '[RUN] [[true], []]', SECTIONS],
] as const)(
  'aia experiments and answers with what it is told, in %s',
  async (dialect, ...script) => {
    const model = scriptedModel(...script)
    const { answer, counts } = await interpret(bits, some, model, { dialect })
    expect(answer).toEqual(INTERPRETATION)
    expect(counts).toMatchObject({ queries: 2, distinct: 2 })
    const [first] = model.requests
    expect(first?.prompt).toBe('aia/booleans@7')
    expect(first?.instructions).toMatch(
      /^Category: booleans\n\nA black box takes a list of booleans/,
    )
    for (const part of [
      bits.prompt!.method,
      bits.prompt!.judged,
      bits.prompt!.experimenting[dialect],
    ])
      expect(first?.instructions).toContain(part)
    expect(JSON.stringify(told(model.requests, 1))).toContain('[[true],true],[[],false]')
  },
)

test('aia+synthesis has no synthesis where that does not take the category on', async () => {
  const model = scriptedModel(submit())
  await interpret(bits, some, model, {}, { make: aiaSynthesis })
  const [first] = model.requests
  expect(first?.tools?.map(({ name }) => name)).toEqual(['run_function', 'submit_interpretation'])
  expect(first?.instructions).not.toContain('run_synthesis')
})

const ALWAYS = { description: 'always true', domain: null, code: 'function f(x) { return true }' }
testInterpreter(aia, {
  model: () => scriptedModel(submit(ALWAYS)),
  categories: [bits],
})
testInterpreter(exemplars, {
  model: () => scriptedModel(JSON.stringify(ALWAYS)),
  categories: [bits],
})
