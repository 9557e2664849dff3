import { describe, expect, test } from 'vitest'
import { interpretNumeric } from '../interpreters/synthesis/numeric/index.ts'
import { interpretStrings } from '../interpreters/synthesis/strings/index.ts'
import type { FunctionAnswer } from '../plugins/categories/functions.ts'
import type { Box, Suite } from '../plugins/contracts.ts'
import { functionName } from '../plugins/records.ts'
import { openMeter } from '../plugins/run/meter.ts'
import { randomStream } from '../plugins/utils/random.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { strings } from '../suites/strings/suite.ts'
import type { ToolCall } from '../plugins/model.ts'
import type { Conversation, Reply, Turn } from './conversation.ts'
import { type Category, tryParseJson } from './pairs.ts'
import { personas, type PersonaName } from './personas.ts'
import {
  type Played,
  WrittenAnswer,
  playWithText,
  playWithTools,
  readSections,
} from './testing/play-case.ts'
import { serve } from './testing/serve.ts'

const PLAYS = { tools: playWithTools, text: playWithText }
const DIALECTS = ['tools', 'text'] as const

/** Functions of every variant; f00152 takes as many turns as there are, or more. */
const FUNCTIONS = {
  numeric: ['f00000', 'f00152', 'f00161', 'f00400', 'f00500', 'f00700', 'f00860', 'f00900'],
  strings: ['f00000', 'f00010', 'f00101', 'f00250', 'f00500', 'f00750'],
}

function boxOf<C extends Category>(suite: Suite<C>, id: string, budget = 5000): Box<C> {
  const truth = suite
    .functions(0)
    .find((one) => one.id === id)!
    .truth()
  const random = randomStream(0, functionName(suite.name, id), 'noise')
  return suite.category.open(truth, openMeter(budget).meter, random)
}

const open = (category: Category, id: string, budget?: number): Played => ({
  category,
  box: category === 'numeric' ? boxOf(numeric, id, budget) : boxOf(strings, id, budget),
})

const answerOf = ({ description, domain, confidence, code }: FunctionAnswer): WrittenAnswer => ({
  description,
  domain,
  confidence: confidence ?? null,
  code: code?.source ?? null,
})

const interpret = ({ category, box }: Played): Promise<FunctionAnswer> =>
  category === 'numeric'
    ? interpretNumeric(box as Box<'numeric'>)
    : interpretStrings(box as Box<'strings'>)

describe.each(DIALECTS)('scientist, %s', (dialect) => {
  test.each(
    Object.entries(FUNCTIONS).flatMap(([name, ids]) =>
      ids.map((id) => [name as Category, id] as const),
    ),
  )('answers as synthesis does: %s/%s', async (name, id) => {
    const { client } = await serve()
    const { answer, repairs } = await PLAYS[dialect](client, 'scientist', open(name, id))
    expect(repairs).toBe(0)
    expect(answer).toEqual(answerOf(await interpret(open(name, id))))
  })

  test('claims less where no turn is left to check what it found', async () => {
    const { client } = await serve()
    const { answer } = await PLAYS[dialect](client, 'scientist', open('strings', 'f00176'))
    const { confidence, ...found } = answerOf(await interpret(open('strings', 'f00176')))
    expect(answer).toMatchObject(found)
    expect(answer!.confidence).toBeLessThan(confidence!)
  })

  test.each([5, 100, 140])('keeps a budget of %i', async (budget) => {
    const { client } = await serve()
    const box = open('numeric', 'f00152', budget)
    const { answer, repairs } = await PLAYS[dialect](client, 'scientist', box)
    expect(repairs).toBe(0)
    expect(answer).toEqual(answerOf(await interpret(open('numeric', 'f00152', budget))))
  })

  test('has an answer to what takes more turns than there are', async () => {
    const { client } = await serve()
    const { answer, turns } = await PLAYS[dialect](client, 'scientist', open('numeric', 'f00296'))
    expect(turns).toBe(20)
    expect(answer?.domain).toContain('between -90.1 and -79.35')
  })
})

/** What a model says to a conversation, without a server between. */
function say(model: PersonaName, conversation: Partial<Conversation>): Promise<Reply> {
  const request: Conversation = {
    model,
    instructions: 'Category: numeric',
    turns: [],
    tools: [],
    mustCall: false,
    format: null,
    maxTokens: null,
    temperature: null,
    ...conversation,
  }
  const about = { identity: 'any', signal: new AbortController().signal }
  return personas(null).playerOf(request)(request, about)
}
const user = (text: string): Turn => ({ role: 'user', text })
const called = (call: Partial<ToolCall>): Turn => ({
  role: 'assistant',
  text: '',
  calls: [{ id: 'call_1', name: 'query', arguments: '{}', ...call }],
})
const told = (output: string): Turn => ({ role: 'tool', callId: 'call_1', output })
const tool = (name: string) => ({ name, description: '', parameters: {} })
const tools = [tool('query'), tool('submit')]
const format = { name: 'interpretation', schema: {} }

describe('scientist, of examples alone', () => {
  const line = Array.from({ length: 12 }, (_, x) => `${x - 6} -> ${-2.5 * (x - 6) + 1}`).join('\n')
  const upper = ['"ab c" -> "AB C"', '"x -> y" -> "X -> Y"', '"" -> ""'].join('\n')

  test('names the law they are on, as structured output', async () => {
    const { text } = await say('scientist', { turns: [user(line)], format })
    expect(WrittenAnswer.parse(JSON.parse(text)).code).toBe('function f(x) { return -2.5 * x + 1 }')
  })

  test('names the operator they show, in sections', async () => {
    const instructions = 'Category: strings'
    const { text } = await say('scientist', { turns: [user(upper)], instructions })
    expect(readSections(text)?.description).toBe('Converts to upper case.')
  })

  test('says so where nothing fits', async () => {
    const jagged = Array.from({ length: 9 }, (_, x) => `${x} -> ${(x * x * 7919) % 13}`).join('\n')
    const numbers = await say('scientist', { turns: [user(jagged)], format })
    expect(numbers.text).toContain('Not identified')
    const few = await say('scientist', { turns: [user('1 -> "NaN"')], format })
    expect(few.text).toContain('undefined')
  })

  test('asks on where it may, and asks nothing it was shown', async () => {
    const first = await say('scientist', { turns: [user('Begin.')], tools })
    const { inputs } = JSON.parse(first.calls[0]!.arguments) as { inputs: number[] }
    const examples = inputs.slice(0, 10).map((x) => `${x} -> ${x}`)
    const next = await say('scientist', { turns: [user(examples.join('\n'))], tools })
    expect(JSON.parse(next.calls[0]!.arguments)).toEqual({ inputs: inputs.slice(10) })
  })
})

test('a scientist asks for many inputs by several calls', async () => {
  const turns: Turn[] = [user('Begin.')]
  let most = 0
  for (let i = 0; i < 12; i++) {
    const { calls } = await say('scientist', { turns, tools })
    if (calls[0]?.name !== 'query') break
    most = Math.max(most, calls.length)
    turns.push({
      role: 'assistant',
      text: '',
      calls: calls.map((call, k) => ({ ...call, id: `${i}.${k}` })),
    })
    for (const [k, call] of calls.entries()) {
      const { inputs } = JSON.parse(call.arguments) as { inputs: number[] }
      expect(inputs.length).toBeLessThanOrEqual(1000)
      const draw = randomStream(0, i, k)
      const pairs = inputs.map((x) => [x, 0.4 * Math.sin(x) + 2 * draw() - 1])
      turns.push({ role: 'tool', callId: `${i}.${k}`, output: JSON.stringify({ pairs }) })
    }
  }
  expect(most).toBeGreaterThan(1)
})

describe('scientist, with the program at hand', () => {
  const hybrid = [...tools, tool('run_synthesis')]
  const found = { description: 'A line.', domain: null, code: 'function f(x) { return x }' }
  const after = (output: string) => [
    user('Begin.'),
    called({ name: 'run_synthesis' }),
    told(output),
  ]

  test('calls it, and submits what it found', async () => {
    const first = await say('scientist', { turns: [user('Begin.')], tools: hybrid })
    expect(first.calls).toEqual([{ name: 'run_synthesis', arguments: '{}' }])
    const turns = after(JSON.stringify({ ...found, queries_left: 4900 }))
    const second = await say('scientist', { turns, tools: hybrid })
    expect(second.calls[0]?.name).toBe('submit')
    expect(JSON.parse(second.calls[0]!.arguments)).toEqual({ ...found, confidence: null })
  })

  test('goes on by itself where that failed', async () => {
    const turns = after('{"error":"asked 77 queries with 0 of 10 left"}')
    const { calls } = await say('scientist', { turns, tools: hybrid })
    expect(calls[0]?.name).toBe('query')
  })
})

describe('the answer is due', () => {
  test.each([
    ['in the last turn', Array.from({ length: 19 }, () => [called({}), told('{"error":"x"}')])],
    ['when it is said so', [[called({}), told('{"pairs":[]}\nAnswer now.')]]],
    ['after an experiment that failed', [[called({}), told('{"error":"the box is gone"}')]]],
  ])('%s', async (_, turns) => {
    const { calls } = await say('scientist', { turns: [user('Begin.'), ...turns.flat()], tools })
    expect(calls[0]?.name).toBe('submit')
  })
})

describe.each(DIALECTS)('novice, %s', (dialect) => {
  test.each(['numeric', 'strings'] as const)('describes after one call: %s', async (name) => {
    const { client } = await serve()
    const { answer, turns, repairs } = await PLAYS[dialect](client, 'novice', open(name, 'f00001'))
    expect({ turns, repairs }).toEqual({ turns: 2, repairs: 0 })
    expect(answer?.code).toContain('function f(x)')
  })
})

describe.each(DIALECTS)('rambler, %s', (dialect) => {
  test.each(['f00001', 'f00002', 'f00003', 'f00004'])(
    'is understood in the end: %s',
    async (id) => {
      const { client } = await serve()
      const { answer, turns, repairs } = await PLAYS[dialect](
        client,
        'rambler',
        open('numeric', id),
      )
      expect({ turns, repairs }).toEqual({ turns: 3, repairs: 1 })
      expect(answer?.code).toContain('function f(x)')
    },
  )
})

test('a rambler spoils its answer in three ways, in every form', async () => {
  const forms = [{ tools }, { format }, {}]
  const wayOf = (said: string): string => {
    if (/^[A-Z]/.test(said)) return 'prose'
    if (said.startsWith('[')) return said.slice(0, said.indexOf(']'))
    return tryParseJson(said) === undefined ? 'broken' : 'lacking'
  }
  for (const form of forms) {
    const ways = new Set<string>()
    for (let x = 0; x < 30; x++) {
      const { text, calls } = await say('rambler', { turns: [user(`${x} -> ${x}`)], ...form })
      const said = calls[0]?.arguments ?? text
      expect(WrittenAnswer.safeParse(tryParseJson(said)).success).toBe(false)
      expect(readSections(said)).toBeNull()
      ways.add(wayOf(said))
    }
    expect(ways.size).toBe(3)
  }
})

describe('judges', () => {
  const instructions = 'Task: judge\nWhich one is it?'
  const ask = async (model: PersonaName, description: string, choices: readonly string[]) => {
    const lines = choices.map((choice, i) => `${i + 1}. ${choice}`)
    const turns = [user([description, ...lines].join('\n'))]
    const { text } = await say(model, { instructions, turns, format })
    return (JSON.parse(text) as { index: number }).index
  }

  test('a guesser picks each as often, and the same again; any other model is one', async () => {
    const counts = [0, 0, 0]
    for (let i = 0; i < 300; i++) {
      const index = await ask('guesser', `It adds ${i}.`, ['1 -> 2', '1 -> 3', '1 -> 4'])
      expect(await ask('scientist', `It adds ${i}.`, ['1 -> 2', '1 -> 3', '1 -> 4'])).toBe(index)
      counts[index - 1]! += 1
    }
    for (const count of counts) expect(count).toBeGreaterThan(70)
  })

  test.each([
    ['Converts to upper case.', ['"ab" -> "ba"', '"ab" -> "AB"', '"ab" -> "aab"'], 2],
    ['Reverses the string.', ['"ab" -> "AB"', '"ab" -> "a"', '"ab" -> "ba"'], 3],
    ['The function is 2.5 times x, minus 10.', ['40 -> 90', '40 -> -3', '4 -> 44'], 1],
    ['The function is 2 * x + 1.', ['40 -> 90', '40 -> 81', '4 -> 44'], 2],
    ['The function is the constant 17.', ['3 -> 2', '5 -> "NaN"', '9 -> 17'], 3],
    ['The length as a word.', ['"abc" -> "ab"', '"abc" -> "three"', '"abc" -> "c"'], 2],
  ])('the oracle understands: %s', async (description, choices, index) => {
    expect(await ask('oracle-judge', description, choices)).toBe(index)
  })

  test('a description may be a line of JSON, and an answer be asked for again', async () => {
    const described = JSON.stringify({ description: 'Reverses "b".', domain: null })
    const turns = [
      user(`${described}\n\n1. "ab" -> "ab!"\n2. "ab" -> "ba"\n3. "ab" -> "it"`),
      called({}),
      user('Your answer is not accepted: expected a number.'),
    ]
    const { text } = await say('oracle-judge', { instructions, turns })
    expect(JSON.parse(text)).toEqual({ index: 2 })
  })

  test('the oracle runs no code that a description holds', async () => {
    const code = 'function f(x) { globalThis.wasRun = true; return x }'
    await ask('oracle-judge', code, ['1 -> 1', '1 -> 2', '1 -> 3'])
    expect(globalThis).not.toHaveProperty('wasRun')
  })

  test('a request without choices is refused', async () => {
    await expect(ask('guesser', 'A line.', [])).rejects.toThrow(/it expects lines/)
  })
})

test('the oracle is right far more often than chance on true descriptions', async () => {
  const input = 'Mixed Case words 42'
  const functions = strings.functions(0).filter((_, i) => i % 20 === 0)
  let right = 0
  for (const [i, fn] of functions.entries()) {
    const choices = [fn, functions.at(i - 1)!, functions.at(i - 2)!]
    const order = [0, 1, 2].map((k) => (k + i) % 3)
    const lines = order.map((k, at) => {
      const [output] = choices[k]!.truth().expected([input])
      return `${at + 1}. ${JSON.stringify(input)} -> ${JSON.stringify(output)}`
    })
    const turns = [user([fn.ideal().description, ...lines].join('\n'))]
    const { text } = await say('oracle-judge', { instructions: 'Task: judge', turns })
    const { index } = JSON.parse(text) as { index: number }
    if (order[index - 1] === 0) right += 1
  }
  expect(right / functions.length).toBeGreaterThan(0.5)
})
