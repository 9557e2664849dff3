/**
 * All that a model may be told is held to the version of the prompt. After an edit raise the
 * version in prompt.ts; then set the hash anew.
 */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import aia from '../../../interpreters/aia/index.ts'
import { answerSchema, howToAnswer, readAnswer } from '../../llm/answer.ts'
import { openMeter } from '../../run/meter.ts'
import { perform } from '../../llm/perform.ts'
import { scriptedModel } from '../../testing/scripted-model.ts'
import { testInterpreter } from '../../testing/test-interpreter.ts'
import { circuits } from './index.ts'

const prompt = circuits.prompt!
const form = prompt.form('javascript')
const run = () => Promise.reject(new Error('nothing is run'))
const sample = circuits.samples['one']!
const [OTHER, PART] = ['blocks.0.attn.hook_result[0]', 'blocks.0.attn.hook_result[1]']
const WRITTEN = {
  description: 'Head 1 copies what most tokens are.',
  domain: null,
  confidence: 0.9,
  components: [
    { component: PART, score: 0.8, in_circuit: true, role: 'aggregator' },
    { component: OTHER, score: -0.1, in_circuit: false, role: null },
  ],
}
const ANSWER = {
  description: WRITTEN.description,
  domain: null,
  confidence: 0.9,
  scores: { [PART]: 0.8, [OTHER]: -0.1 },
  circuit: [PART],
  roles: { [PART]: 'aggregator' },
}
const SECTIONS = `[DESCRIPTION] ${WRITTEN.description}
[DOMAIN] none
[CONFIDENCE] 0.9
[COMPONENTS]
- L0H1 0.8 in aggregator
${OTHER}, -0.1, out, none`

function open(budget = 500) {
  const { meter, counts } = openMeter(budget)
  const box = circuits.open(sample, meter, () => 0)
  const experiments = prompt.experiments(box, run, 'javascript')
  return { counts, ask: (name: string, args: object) => perform(experiments, name, () => args) }
}

test('what is said is what its version says', () => {
  const { version, task, method, reading, judged, manuals } = prompt
  const box = circuits.open(sample, openMeter(1).meter, () => 0)
  const tools = prompt.experiments(box, run, 'javascript').map(({ tool }) => ({
    ...tool,
    parameters: z.toJSONSchema(tool.parameters),
  }))
  const told = [
    { task, method, reading, judged, manuals, tools },
    howToAnswer(form, 'tools'),
    howToAnswer(form, 'text'),
    z.toJSONSchema(answerSchema(form)),
  ]
  const hash = createHash('sha256').update(JSON.stringify(told)).digest('hex')
  expect({ version, hash }).toMatchInlineSnapshot(`
    {
      "hash": "6a406f8142bd6e84df860b0785bb8df015d22be5efa78eddeec6db0e0a1e433c",
      "version": "1",
    }
  `)
})

test('an answer is read from JSON and from sections of text alike', () => {
  expect(readAnswer(JSON.stringify(WRITTEN), form, 'tools', false)).toEqual(ANSWER)
  expect(readAnswer(SECTIONS, form, 'text', false)).toEqual(ANSWER)
  expect(circuits.answer.parse(ANSWER)).toEqual(ANSWER)
})

const named = (component: string) => {
  const written = { ...WRITTEN, components: [{ ...WRITTEN.components[0]!, component }] }
  return readAnswer(JSON.stringify(written), form, 'tools', false)
}

test.each(['blocks.0.attn.hook_z[1]', 'blocks.0.attn.hook_result.1', 'L0H1', '0.1', 'a0.h1'])(
  'a head may be called %s',
  (name) => {
    expect(named(name)).toMatchObject({ circuit: [PART] })
  },
)

test('an MLP may be called by its layer, and nothing by what it is no name of', () => {
  for (const name of ['MLP0', 'm0', 'mlp 0', 'blocks.0.hook_mlp_out'])
    expect(named(name)).toMatchObject({ circuit: ['blocks.0.hook_mlp_out'] })
  for (const name of ['the second head', 'L0', 'blocks.0.attn.hook_q[1]', '0'])
    expect(() => named(name)).toThrow('expected a component')
})

test('a component that the model does not have is told before the answer stands', async () => {
  const box = circuits.open(sample, openMeter(1).meter, () => 0)
  const given = { ...ANSWER, circuit: ['blocks.3.hook_mlp_out'], roles: {} }
  expect(await prompt.check!(circuits.answer.parse(given), box, run)).toBe(
    `the model has no blocks.3.hook_mlp_out; its components are ${OTHER}, ${PART}`,
  )
  expect(await prompt.check!(circuits.answer.parse(ANSWER), box, run)).toBeNull()
})

const PATCH = {
  exchanges: [OTHER, PART].map((component) => ({
    components: [component],
    hook: 'z',
    positions: null,
  })),
  direction: 'denoising',
  corruption: 'one',
  metric: 'logit-difference',
  pairs: 2,
}

test('what can be done gives what it should, and charges what it says', async () => {
  const { ask, counts } = open()
  expect(await ask('describe', {})).toMatchObject({ corruptions: ['one'], queries_left: 500 })
  expect(await ask('patch', PATCH)).toEqual({
    effects: [0, 1],
    queries_left: 492,
  })
  // Both runs are paid.
  expect(await ask('patch', PATCH)).toMatchObject({ queries_left: 488 })
  const { exchanges: _, ...about } = PATCH
  expect(await ask('attribute', { ...about, steps: 0 })).toEqual({
    effects: { [OTHER]: 0, [PART]: 1 },
    queries_left: 486,
  })
  const shown = await ask('run', { prompt: ['a', 'a', 'b'], heads: [PART] })
  expect(shown).toMatchObject({
    attention: {
      [PART]: [
        [1, 0, 0],
        [0.5, 0.5, 0],
        [0.333, 0.333, 0.333],
      ],
    },
  })
  expect(counts.queries).toBe(15)
})

test.each([
  ['patch', { ...PATCH, corruption: 'S2' }, 'expected a corruption, one, noise; got "S2"'],
  ['patch', { ...PATCH, pairs: 9 }, 'expected at most 4 pairs; got 9'],
  ['patch', { ...PATCH, exchanges: [] }, 'expected 1 to 200 exchanges; got 0'],
  ['run', { prompt: ['d'], heads: [] }, 'there is no token "d"'],
  ['run', { prompt: ['a'], heads: ['L3H0'] }, 'expected a component such as'],
])('%s is refused where it makes no sense, and costs nothing', async (name, args, reason) => {
  const { ask, counts } = open()
  expect(await ask(name, args)).toMatchObject({ error: expect.stringContaining(reason) as unknown })
  expect(counts.queries).toBe(0)
})

test('a program is told the same by the wire', async () => {
  const { meter, counts } = openMeter(100)
  const box = circuits.open(sample, meter, () => 0)
  const wire = circuits.wire!
  expect(wire.domain(box)).toMatchObject({ task: sample.task.task })
  expect(await wire.verbs['patch']!(box, PATCH)).toMatchObject({ effects: [0, 1] })
  expect(counts.queries).toBe(8)
  await expect(wire.verbs['patch']!(box, { pairs: 1 })).rejects.toThrow('patch: ')
  await expect(wire.verbs['run']!(box, { prompt: ['d'], heads: [] })).rejects.toThrow('no token')
})

testInterpreter(aia, {
  model: () =>
    scriptedModel(
      { calls: [{ id: 'a', name: 'describe', arguments: '{}' }] },
      { calls: [{ id: 'b', name: 'submit', arguments: JSON.stringify(WRITTEN) }] },
    ),
  categories: [{ ...circuits, samples: { one: sample } }],
})
