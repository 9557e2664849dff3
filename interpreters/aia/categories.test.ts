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
import {
  ANSWER,
  interpret,
  interpretNumeric,
  run,
  SECTIONS,
  submit,
  told,
} from './testing/scripted-case.ts'

const some = truthOf(
  perList((list) => list.includes(true)),
  [],
)
const SOME = { ...ANSWER, code: 'function f(x) { return x.includes(true) }' }
const { prompt: _, ...silent } = bits
const SILENT: CategoryPlugin<'booleans'> = silent

test.each([
  ['aia', aia],
  ['aia+synthesis', aiaSynthesis],
  ['exemplars', exemplars],
])('%s has a version on each category, of its own number and of what that tells', (_name, make) => {
  expect(versionOn(make(), numeric)).toBe('2.3')
  expect(versionOn(make(), bits)).toBe('2.7')
  const reworded = { ...bits, prompt: { ...bits.prompt!, version: '8' } }
  expect(versionOn(make(), reworded)).toBe('2.8')
  expect(versionOn(make(), SILENT)).toBe('2')
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
  ['tools', run([true], []), submit(SOME)],
  ['text', '[RUN] [[true], []]', SECTIONS.replace(ANSWER.code, SOME.code)],
] as const)(
  'aia experiments and answers with what it is told, in %s',
  async (dialect, ...script) => {
    const model = scriptedModel(...script)
    const { answer, counts } = await interpret(bits, some, model, { dialect })
    expect(answer.code?.source).toBe(SOME.code)
    expect(counts).toMatchObject({ queries: 2, distinct: 2 })
    const [first] = model.requests
    expect(first?.prompt).toBe('aia/booleans@7')
    expect(first?.instructions).toMatch(
      /^Category: booleans\n\nA black box takes a list of booleans/,
    )
    for (const part of [
      bits.prompt!.method,
      bits.prompt!.judged,
      ...bits.prompt!.manuals.slice(0, 2).map((manual) => manual[dialect]),
    ])
      expect(first?.instructions).toContain(part)
    expect(JSON.stringify(told(model.requests, 1))).toContain('[[true],true],[[],false]')
  },
)

test.each([
  [{}, '', ['query', 'test_code']],
  [{ tools: [] }, '-sweep-test_code', ['query']],
  [{ tools: ['run_code', 'sweep', 'test_code'] }, '+run_code', ['query', 'test_code', 'run_code']],
  [{ told: ['left', 'example'] }, '-judged', ['query', 'test_code']],
])('the options %j have the version …%s, and these tools', async (options, variant, names) => {
  const model = scriptedModel(submit(SOME))
  await interpret(bits, some, model, options)
  const [{ tools, instructions }] = model.requests as [(typeof model.requests)[number]]
  expect(tools?.map(({ name }) => name)).toEqual([...names, 'submit'])
  for (const { name, tools: manual } of bits.prompt!.manuals)
    expect(instructions.includes(manual)).toBe(names.includes(name))
  expect(instructions.includes(bits.prompt!.judged)).toBe(!variant.includes('judged'))
  expect(versionOn(aia(options), bits)).toBe(`2.7${variant}`)
})

test.each([
  ['tools', run([true]), submit(SOME), '{"pairs":[[[true],true]]}'],
  ['text', '[RUN] [[true]]', SECTIONS.replace(ANSWER.code, SOME.code), '[OUTPUT] [[[true],true]]'],
] as const)('what is left is told where it is to be, in %s', async (dialect, ask, answer, bare) => {
  const toldOf = async (options: object) => {
    const model = scriptedModel(ask, answer)
    await interpret(bits, some, model, { dialect, ...options })
    const [one] = told(model.requests, 1)
    return typeof one === 'string' ? one : Object.values(one!)[0]
  }
  expect(await toldOf({})).toMatch(/99.*19/)
  expect(await toldOf({ told: ['judged', 'example'] })).toBe(bare)
})

test('an example is told in text, where there is one and it is to be', async () => {
  const instructionsOf = async (options: object) => {
    const model = scriptedModel(SECTIONS)
    await interpretNumeric(model, { dialect: 'text', ...options })
    return model.requests[0]!.instructions
  }
  expect(await instructionsOf({})).toContain(numeric.prompt!.example)
  expect(await instructionsOf({ told: [] })).not.toContain('You are told:')
  expect(versionOn(aia({ told: [] }), numeric)).toBe('2.3-judged-left-example')
})

test('aia+synthesis has no synthesis where that does not take the category on', async () => {
  const model = scriptedModel(submit())
  await interpret(bits, some, model, {}, { make: aiaSynthesis })
  const [first] = model.requests
  expect(first?.tools?.map(({ name }) => name)).toEqual(['query', 'test_code', 'submit'])
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
