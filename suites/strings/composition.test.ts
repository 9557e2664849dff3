import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { collapse, composes, sampleInputs } from './composition.ts'
import { LETTERS, operatorNamed, type Step } from '../../library/strings/index.ts'

const sample = sampleInputs(randomStream(0, 'sample'))
const step = (operator: string, ...params: Step['params']): Step => ({ operator, params })

const together = (outer: string, inner: string) =>
  composes(operatorNamed(outer), operatorNamed(inner))

test('what is reduced is not reduced again', () => {
  expect(together('reverse', 'lower_case')).toBe(true)
  expect(together('reverse', 'length')).toBe(true)
  expect(together('length', 'remove_digits')).toBe(true)
  expect(together('length', 'count_vowels')).toBe(false)
  expect(together('first_character', 'last_character')).toBe(false)
  expect(together('reverse', 'reverse')).toBe(false)
})

test('the sample has every letter at least once in each case', () => {
  for (const letter of LETTERS) expect(sample.some((input) => input.includes(letter))).toBe(true)
})

test.for<[outer: Step, inner: Step, reason: RegExp]>([
  [step('keep_upper_case'), step('lower_case'), /^constant on 58 of 58 inputs$/],
  [step('upper_case'), step('lower_case'), /^equal to upper_case alone$/],
  [step('length'), step('reverse'), /^equal to length alone$/],
  [step('remove_white_space'), step('count_vowels'), /^equal to count_vowels alone$/],
  [step('shift_down', 3), step('shift_up', 3), /^equal to its input$/],
  [step('length'), step('shift_random_up'), /^equal to length alone$/],
])('%j after %j collapses: %s', ([outer, inner, reason]) => {
  expect(collapse(outer, inner, sample)).toMatch(reason)
})

test.for<[outer: Step, inner: Step]>([
  [step('reverse'), step('shift_up', 3)],
  [step('reverse'), step('length')],
  [step('strip'), step('reverse')],
  [step('reverse'), step('shift_random_up')],
])('%j after %j does not', ([outer, inner]) => {
  expect(collapse(outer, inner, sample)).toBeNull()
})
