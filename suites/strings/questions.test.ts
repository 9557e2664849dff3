import { expect, test } from 'vitest'
import { z } from 'zod'
import { randomStream } from '../../plugins/utils/random.ts'
import { hashQuestions } from '../../plugins/testing/hash-probes.ts'
import { type Knows, testUnitTest } from '../../plugins/testing/test-unit-test.ts'
import { operatorNamed } from '../../library/strings/index.ts'
import { functionName } from '../../plugins/records.ts'
import { drawnFunctions } from './drawn-functions.ts'
import { strings } from './suite.ts'
import { stringTruth } from './truth.ts'

const Choice = z.strictObject({ input: z.string(), output: z.string() })
const truths = new Map(drawnFunctions(0).map((drawn) => [drawn.name, stringTruth(drawn)]))

/** An output of a random function is any that it can give; each chance has up to thirty outcomes. */
const knows: Knows<'strings'> = ({ id, operators }) => {
  const chances = operators.filter((name) => operatorNamed(name).random).length
  const draws = 10 * 30 ** chances
  const name = functionName(strings.name, id)
  const truth = truths.get(name)!
  const random = randomStream(0, name, 'any')
  return (example) => {
    const { input, output } = Choice.parse(example)
    return chances > 0
      ? truth.sample(Array<string>(draws).fill(input), random).includes(output)
      : truth.expected([input])[0] === output
  }
}

testUnitTest(strings, 'unit-test', knows, 0)
// Without parameters, or random.
testUnitTest(strings, 'unit-test-strict', knows, 320)

const strictQuestions = (operator: string) =>
  strings
    .functions(0)
    .find(({ operators }) => operators.length === 1 && operators[0] === operator)!
    .questions('unit-test-strict', randomStream(0))

test('the strict twin says where it does not apply', () => {
  expect(strictQuestions('reverse')).toEqual({ inapplicable: 'its operators have no parameters' })
  expect(strictQuestions('shift_random_up')).toEqual({ inapplicable: 'the function is random' })
})

test('all examples of a strict question are of the family: one alone has the right parameters', () => {
  const questions = strictQuestions('append_letters')
  if ('inapplicable' in questions) throw new Error(questions.inapplicable)
  const { steps } = drawnFunctions(0).find(
    (drawn) => drawn.steps.length === 1 && drawn.steps[0]!.operator === 'append_letters',
  )!
  for (const { choices, right } of questions)
    for (const [i, choice] of choices.entries()) {
      const { input, output } = Choice.parse(choice)
      expect(output).toMatch(/[a-zA-Z]{1,5}$/)
      expect(output.startsWith(input)).toBe(true)
      expect(output === input + String(steps[0]!.params[0])).toBe(i === right)
    }
})

test('the questions are pinned: a change of them is a new version', () => {
  expect(hashQuestions(strings)).toMatchInlineSnapshot(
    `"e12e8d279e95f45d2a7388ebc8054e527a1119e4678deaaac53a39fd1e100542"`,
  )
})
