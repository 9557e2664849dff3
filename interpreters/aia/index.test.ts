import { describe, expect, test } from 'vitest'
import { truthOf } from '../../plugins/categories/functions.ts'
import { numeric } from '../../plugins/categories/numeric/index.ts'
import type { Model } from '../../plugins/model.ts'
import { loadInterpreter } from '../../plugins/run/load-interpreter.ts'
import { settingsOf } from '../../plugins/setup/settings.ts'
import { scriptedModel, type ScriptedReply } from '../../plugins/testing/scripted-model.ts'
import aia from './index.ts'
import { ANSWER, interpretNumeric, run, SECTIONS, submit, told } from './testing/scripted-case.ts'

describe.each([
  ['tools', run(1), submit()],
  ['text', '[RUN] [1]', SECTIONS],
] as const)('limits, in the dialect %s', (dialect, experiment, answer) => {
  test('the last turn says so, and experiments no more', async () => {
    const model = scriptedModel(experiment, experiment, answer)
    await interpretNumeric(model, { dialect, turns: 3 })
    expect(JSON.stringify(told(model.requests, 1))).not.toMatch(/last turn/)
    expect(told(model.requests, 2).at(-1)).toMatch(
      /This is your last turn: .*Give your answer now\.$/,
    )
    const once = scriptedModel(answer)
    await interpretNumeric(once, { dialect, turns: 1 })
    expect(told(once.requests, 0)[0]).toMatch(/answer now\.$/)
  })

  test('after 20 turns there is no interpretation', async () => {
    const model = scriptedModel(...Array<ScriptedReply>(30).fill(experiment))
    let queries = 0
    const counting = (inputs: Float64Array) => {
      queries += inputs.length
      return inputs
    }
    const truth = truthOf(counting, Float64Array.of())
    await expect(interpretNumeric(model, { dialect }, { truth })).rejects.toMatchObject({
      name: 'MalformedAnswer',
      message: 'no interpretation after 20 turns',
      raw: typeof experiment === 'string' ? experiment : 'query {"inputs":[1]}',
    })
    expect(model.requests).toHaveLength(20)
    expect(queries).toBe(19)
  })

  test('once the tokens are spent, one turn is left', async () => {
    const costly = {
      ...(typeof experiment === 'string' ? { text: experiment } : experiment),
      tokens: { input: 40, cachedInput: 0, output: 10 },
    }
    const model = scriptedModel(costly, costly, answer)
    await interpretNumeric(model, { dialect, tokens: 100 })
    expect(JSON.stringify(told(model.requests, 1))).not.toMatch(/last turn/)
    expect(told(model.requests, 2).at(-1)).toMatch(/last turn/)
    const further = scriptedModel(costly, costly, costly)
    await expect(interpretNumeric(further, { dialect, tokens: 100 })).rejects.toThrow(
      'no interpretation after 3 turns',
    )
  })

  test('search initialization shows exemplars, of the same budget', async () => {
    const model = scriptedModel(answer)
    const { counts } = await interpretNumeric(model, { dialect, searchInit: { count: 3 } })
    expect(told(model.requests, 0)).toEqual([
      'You have 97 queries and 20 turns. Some outputs are known:\n-127.95 -> -255.9\n0.05 -> 0.1\n127.95 -> 255.9',
    ])
    expect(counts.queries).toBe(3)
    await expect(
      interpretNumeric(scriptedModel(answer), { dialect, searchInit: {} }, { budget: 9 }),
    ).rejects.toThrow('asked 10 queries with 9 of 9 left')
  })

  test('code is of the language asked for', async () => {
    const source = 'def f(x):\n    return x + x'
    const reply =
      typeof answer === 'string'
        ? answer.replace(ANSWER.code, source)
        : submit({ ...ANSWER, code: source })
    const model = scriptedModel(reply)
    const { answer: given } = await interpretNumeric(model, { dialect, language: 'python' })
    expect(given.code?.language).toBe('python')
    expect(model.requests[0]?.instructions).toContain('`def f(x):`')
  })
})

test('faults of the box and of the model pass through', async () => {
  const truth = {
    ...truthOf((inputs: Float64Array) => inputs, Float64Array.of()),
    sample: () => {
      throw new Error('broken')
    },
  }
  await expect(interpretNumeric(scriptedModel(run(1)), {}, { truth })).rejects.toThrow(
    'the black box failed',
  )
  await expect(interpretNumeric(scriptedModel(run(1)))).rejects.toThrow('asked for reply 2 of 1')
})

test('stops between turns when it is aborted', async () => {
  const stop = new AbortController()
  const scripted = scriptedModel(run(1), submit())
  const model: Model = {
    async respond(request) {
      stop.abort()
      return scripted.respond(request)
    },
  }
  await expect(interpretNumeric(model, {}, { signal: stop.signal })).rejects.toMatchObject({
    name: 'AbortError',
  })
  expect(scripted.requests).toHaveLength(1)
})

test.each([
  [{ turns: 21 }],
  [{ turns: 0 }],
  [{ dialect: 'xml' }],
  [{ tokens: 0 }],
  [{ language: 'rust' }],
  [{ searchInit: { count: 0 } }],
  [{ searchInit: { draws: 'random' } }],
  [{ exemplars: 3 }],
])('refuses the options %j', (options) => {
  const settings = { ...settingsOf('aia').interpreter, module: 'under test' }
  expect(() => loadInterpreter(aia, { ...settings, options })).toThrow(/refuses its options/)
})

test('estimates what a function takes, by its options', () => {
  const estimate = (options: object = {}) => aia(options).estimate!(numeric)
  const usual = estimate()
  expect(usual.calls).toBe(8)
  expect(usual.inputTokens).toBeGreaterThan(8 * 500)
  expect(estimate({ turns: 2 }).calls).toBe(2)
  expect(estimate({ searchInit: { count: 100 } }).inputTokens).toBeGreaterThan(usual.inputTokens)
  const capped = estimate({ tokens: 3000 })
  expect(capped.calls).toBeLessThan(usual.calls)
  expect(capped.inputTokens + capped.outputTokens).toBeGreaterThan(3000)
  expect(estimate({ tokens: 1 }).calls).toBe(2)
})
