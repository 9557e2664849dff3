import { expect, test } from 'vitest'
import type { Code } from '../../../plugins/contracts.ts'
import { InvalidQuery, strings, truthOf } from '../../../plugins/index.ts'
import { openMeter } from '../../../plugins/run/meter.ts'
import { randomStream } from '../../../plugins/utils/random.ts'
import { compile, program, type Step } from '../../../library/strings/index.ts'
import { FIRST_INPUTS, POOL } from './inputs.ts'
import { interpretStrings } from './index.ts'

type Run = (input: string) => string

async function interpret(f: Run, budget = 5000, hidden?: ReadonlySet<string>) {
  const sample = (inputs: readonly string[]) => inputs.map(f)
  const { meter } = openMeter(budget)
  const box = strings.open(truthOf(sample, []), meter, randomStream(0, 'test'))
  const interpretation = await interpretStrings(box, hidden)
  return { ...interpretation, asked: budget - box.queriesLeft }
}

// oxlint-disable-next-line typescript/no-implied-eval
const answerOf = (code: Code | null): Run => new Function(`${code?.source}\nreturn f`)()

const step = (operator: string, ...params: (string | number)[]): Step => ({ operator, params })
const PERMUTATION = 'xtlocvhisqwazrenkgfudypmbj'

const FOUND: readonly (readonly Step[])[] = [
  [step('reverse')],
  [step('replace_letter', 'l', 'H')],
  [step('permute_letters', PERMUTATION)],
  [step('append_letters', 'Za')],
  [step('reverse_first_half'), step('shift_up', 3)],
  [step('swap_indices', 2, 7), step('replace_vowels_with_last')],
  [step('replace_letter', 'i', 'V'), step('replace_vowels_with_last')],
  [step('first_character'), step('permute_letters', PERMUTATION)],
  [step('permute_letters', PERMUTATION), step('move_first_down', 11)],
  [step('append_letters', 'Ol'), step('insert_letter', 'N')],
  [step('shift_at_index', 8, 9), step('last_character')],
  [step('count_upper_case'), step('permute_letters', PERMUTATION)],
]

test.for(FOUND.map((steps) => ({ name: steps.map(({ operator }) => operator).join(', '), steps })))(
  'finds $name',
  async ({ steps }) => {
    const { run } = program(steps)
    const { code, asked } = await interpret(run)
    const inputs = [...FIRST_INPUTS, ...POOL, 'Ünder 3 wörds', 'qQzZ jJxX '.repeat(20)]
    expect(inputs.map(answerOf(code))).toEqual(inputs.map(run))
    expect(asked).toBeLessThan(150)
  },
)

test('says what is random', async () => {
  const random = randomStream(1, 'test')
  const { description, code } = await interpret(compile('shift_random_up', [], random))
  expect(description).toMatch(/^Random: .*Shifts the letter at a random index up/)
  expect(code?.source).toContain('Math.random')
})

test('says so where no program fits, in short code', async () => {
  const { description, code, confidence } = await interpret((input) => `<${input}>`.repeat(3))
  expect(description).toMatch(/^No program of two known operators fits/)
  expect(code?.source.length).toBeLessThan(300)
  expect(confidence).toBe(0)
})

test('ordinary text decides, and departures from it are told', async () => {
  const { description, domain, confidence } = await interpret((input) =>
    input.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  )
  expect(description).toBe('Converts to upper case.')
  expect(domain).toContain('"HéLLO🙂WöRLD UAé"')
  expect(confidence).toBe(0)
})

test('what the box refuses is told, and no end', async () => {
  const { description, confidence } = await interpret((input) => {
    if (input === '') throw new InvalidQuery('nothing')
    return input.toUpperCase()
  })
  expect(description).toBe('Converts to upper case. Refuses some inputs, for instance "".')
  expect(confidence).toBeGreaterThan(0.9)
})

test('two shifts in a row are one', async () => {
  const { description, code } = await interpret(
    program([step('shift_up', 9), step('shift_up', 4)]).run,
  )
  expect(description).toBe('Shifts every letter up the alphabet (cyclic, case kept) by 13.')
  expect(answerOf(code)('Hello')).toBe('Uryyb')
})

test('answers with the simplest program that fits where the budget is short', async () => {
  const { description, asked } = await interpret((input) => input.toUpperCase(), 3)
  expect(asked).toBe(3)
  expect(description).toBe('Converts to upper case.')
})

test('does not know what is hidden, and says so', async () => {
  const hidden = new Set(['reverse', 'swap_first_last'])
  const reverse = compile('reverse', [])
  const { description, code } = await interpret(reverse, 5000, hidden)
  expect(description).toMatch(/^No program of two known operators fits/)
  expect(answerOf(code)('ab cd')).not.toBe('dc ba')
  expect(code?.source.length).toBeLessThan(300)
  const capitals = await interpret((input) => input.toUpperCase(), 5000, hidden)
  expect(capitals.description).toBe('Converts to upper case.')
})

test('finds the others where an operator is hidden', async () => {
  const hidden = new Set(['reverse'])
  for (const steps of FOUND.slice(1)) {
    const { run } = program(steps)
    const { code } = await interpret(run, 5000, hidden)
    expect(FIRST_INPUTS.map(answerOf(code))).toEqual(FIRST_INPUTS.map(run))
  }
})

test('a name that is no string operator hides nothing', async () => {
  const { description } = await interpret(compile('reverse', []), 5000, new Set(['linear']))
  expect(description).toBe('Reverses the string.')
})
