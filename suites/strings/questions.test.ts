import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { hashQuestions } from '../../plugins/testing/hash-questions.ts'
import { type Knows, testUnitTest } from '../../plugins/testing/test-unit-test.ts'
import { operatorNamed } from '../../library/strings/index.ts'
import { strictUnitTest, unitTest } from './questions.ts'
import { strings } from './suite.ts'

const DRAWS = 400

/** An output of a random function is any that it can give. */
const knows: Knows<'strings'> = ({ id, operators }, truth) => {
  const isRandom = operators.some((name) => operatorNamed(name).random)
  const random = randomStream(0, id, 'any')
  return ({ input, output }) =>
    isRandom
      ? truth.sample(Array<string>(DRAWS).fill(input), random).includes(output)
      : truth.expected([input])[0] === output
}

testUnitTest(strings, unitTest, knows, 0)
// Without parameters, or random.
testUnitTest(strings, strictUnitTest, knows, 320)

const applies = (operator: string) => {
  const spec = strings
    .specs(0)
    .find(({ operators }) => operators.length === 1 && operators[0] === operator)!
  return strictUnitTest.questions(spec, strings.build(spec), randomStream(0))
}

test('the strict twin says where it does not apply', () => {
  expect(applies('reverse')).toEqual({ inapplicable: 'its operators have no parameters' })
  expect(applies('shift_random_up')).toEqual({ inapplicable: 'the function is random' })
})

test('all examples of a strict question are of the family: one alone has the right parameters', () => {
  const spec = strings
    .specs(0)
    .find(({ operators }) => operators.length === 1 && operators[0] === 'append_letters')!
  const questions = strictUnitTest.questions(spec, strings.build(spec), randomStream(0))
  if ('inapplicable' in questions) throw new Error(questions.inapplicable)
  const { steps } = spec.params as { steps: [{ params: [string] }] }
  for (const { choices, right } of questions)
    for (const [i, { input, output }] of choices.entries()) {
      expect(output).toMatch(/[a-zA-Z]{1,5}$/)
      expect(output.startsWith(input)).toBe(true)
      expect(output === input + steps[0].params[0]).toBe(i === right)
    }
})

test('the questions are pinned: a change of them is a new version', () => {
  expect(hashQuestions(strings)).toMatchInlineSnapshot(
    `"562256ccff76de851e3ba0e0788e63611fc4abbd722f3df568b5f1516764ab6a"`,
  )
})
