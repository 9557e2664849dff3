import { describe, expect, test } from 'vitest'
import { strings } from '../plugins/categories/strings/index.ts'
import { loadInterpreter } from '../plugins/run/load-interpreter.ts'
import { settingsOf } from '../plugins/setup/settings.ts'
import { scriptedModel } from '../plugins/testing/scripted-model.ts'
import {
  ANSWER,
  INTERPRETATION,
  interpretNumeric,
  interpretStrings,
  SECTIONS,
} from './aia/testing/scripted-case.ts'
import exemplars from './exemplars.ts'

describe.each([
  ['tools', JSON.stringify(ANSWER)],
  ['text', SECTIONS],
] as const)('in the dialect %s', (dialect, reply) => {
  test('shows exemplars, and reads one answer', async () => {
    const model = scriptedModel(reply)
    const { answer, counts } = await interpretNumeric(
      model,
      { dialect, count: 3 },
      { make: exemplars },
    )
    expect(answer).toEqual(INTERPRETATION)
    expect(counts.queries).toBe(3)
    const [request] = model.requests
    expect(request).toMatchObject({
      prompt: 'exemplars/numeric@3',
      messages: [
        {
          role: 'user',
          text: 'Inputs of the function and their outputs:\n-127.95 -> -255.9\n0.05 -> 0.1\n127.95 -> 255.9',
        },
      ],
    })
    expect(request?.tools).toBeUndefined()
    expect(request?.format?.name).toBe(dialect === 'tools' ? 'interpretation' : undefined)
    expect(request?.instructions).not.toMatch(/query|\[RUN\]/)
  })

  test('takes a second answer, and no third', async () => {
    const repaired = scriptedModel('It doubles.', reply)
    const { answer } = await interpretNumeric(repaired, { dialect }, { make: exemplars })
    expect(answer).toEqual(INTERPRETATION)
    const model = scriptedModel('It doubles.', 'It does.')
    await expect(interpretNumeric(model, { dialect }, { make: exemplars })).rejects.toMatchObject({
      name: 'MalformedAnswer',
      raw: 'It does.',
    })
  })
})

test('draws strings as well, by default ten', async () => {
  const model = scriptedModel(JSON.stringify(ANSWER))
  const { counts } = await interpretStrings(model, {}, { make: exemplars })
  expect(counts.queries).toBe(10)
  expect(model.requests[0]?.prompt).toBe('exemplars/strings@3')
})

test('a budget that is too small is an error of its own', async () => {
  const asked = interpretNumeric(scriptedModel(), {}, { make: exemplars, budget: 9 })
  await expect(asked).rejects.toMatchObject({ name: 'BudgetExceeded' })
})

test.each([[{ turns: 3 }], [{ count: 201 }], [{ draw: 'words' }], [{ dialect: 'json' }]])(
  'refuses the options %j',
  (options) => {
    const settings = { ...settingsOf('exemplars').interpreter, module: 'under test' }
    expect(() => loadInterpreter(exemplars, { ...settings, options })).toThrow(
      /refuses its options/,
    )
  },
)

test('estimates one call, longer with more exemplars', () => {
  const estimate = (count: number) => exemplars({ count }).estimate!(strings)
  expect(estimate(10).calls).toBe(1)
  expect(estimate(110).inputTokens - estimate(10).inputTokens).toBeGreaterThan(500)
})
