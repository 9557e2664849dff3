import { mean } from 'simple-statistics'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { FindFunction, Question } from '../../plugins/contracts.ts'
import { functionName } from '../../plugins/records.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { selectFunctions } from '../../plugins/run/select-functions.ts'
import { hashQuestions } from '../../plugins/testing/hash-probes.ts'
import { type Knows, testUnitTest } from '../../plugins/testing/test-unit-test.ts'
import { noiseUnit, subject } from './examples.ts'
import { compile, contains, OPERATOR_NAMES } from '../../library/numeric/index.ts'
import { drawnFunctions } from './drawn-functions.ts'
import { lawOf } from './relatives.ts'
import { numeric } from './suite.ts'
import { numericSource } from './truth.ts'

const functions = numeric.functions(0)
const nameOf = ({ id }: FindFunction<'numeric'>) => functionName(numeric.name, id)
const drawn = new Map(drawnFunctions(0).map((one) => [one.name, one]))
const drawnOf = (fn: FindFunction<'numeric'>) => drawn.get(nameOf(fn))!

const Choice = z.strictObject({ input: z.number(), output: z.number() })

/** Own: within rounding and twice the noise. Others: off by a tenth, and four times the noise. */
const knows: Knows<'numeric'> = (fn) => {
  const { one } = compile(numericSource(drawnOf(fn)))
  const f = subject(drawnOf(fn))
  return (example) => {
    const { input, output } = Choice.parse(example)
    const [expected, noise] = [one(input), noiseUnit(f, input)]
    const error = Math.abs(output - expected)
    const isOwn =
      Number.isFinite(expected) && error <= 2 * noise + 0.001 * Math.abs(expected) + 1e-6
    const isAnother =
      !Number.isFinite(expected) ||
      error >= Math.max(4 * noise, 0.1 * Math.max(Math.abs(expected), Math.abs(output)), 0.01)
    expect(isOwn, `${fn.id} at ${input}: ${output}`).not.toBe(isAnother)
    expect(Math.abs(input)).toBeLessThanOrEqual(128)
    return isOwn
  }
}

testUnitTest(numeric, 'unit-test', knows, 0)
// Without parameters, or such that noise hides them.
testUnitTest(numeric, 'unit-test-strict', knows, 60)

const corrupted = functions.filter(({ variant }) => variant === 'corrupted')

const asked = (fn: FindFunction<'numeric'>, unitTest = 'unit-test'): readonly Question[] => {
  const questions = fn.questions(unitTest, randomStream(0, nameOf(fn), unitTest))
  return 'inapplicable' in questions ? [] : questions
}

test('half of the questions about a corrupted function are about its interval', () => {
  for (const fn of selectFunctions(corrupted, 60)) {
    const { params } = drawnOf(fn)
    if (params.variant !== 'corrupted') throw new Error(`${fn.id} is not corrupted`)
    const { interval } = params.corruption
    const inside = asked(fn).filter(({ choices, right }) =>
      contains(interval, Choice.parse(choices[right]).input),
    )
    expect(inside, fn.id).toHaveLength(5)
  }
})

test('who missed the corruption fails about half of the strict questions', () => {
  const shares = selectFunctions(corrupted, 60).flatMap((fn) => {
    const questions = asked(fn, 'unit-test-strict')
    if (questions.length === 0) return []
    const { at } = lawOf(drawnOf(fn))
    const fits = questions.map(({ choices, right }) => {
      const error = choices.map((choice) => {
        const { input, output } = Choice.parse(choice)
        const distance = Math.abs(at(input) - output)
        return Number.isFinite(distance) ? distance / (1 + Math.abs(output)) : Infinity
      })
      return error[right] === Math.min(...error)
    })
    return [mean(fits.map(Number))]
  })
  expect(mean(shares)).toBeLessThan(0.7)
})

const choicesOf = (count: number) =>
  selectFunctions(functions, count)
    .flatMap((fn) => asked(fn))
    .flatMap(({ choices }) => choices.map((choice) => Choice.parse(choice)))

test('no example meets an exemplar, which is an odd multiple of 1/20', () => {
  for (const { input } of choicesOf(200)) expect(Math.abs(Math.round(100 * input)) % 10).not.toBe(5)
})

test('examples are written as a person would: few digits, no tiny numbers', () => {
  for (const { input, output } of choicesOf(100)) {
    expect(input).toBe(Number(input.toFixed(2)))
    expect(output).toBe(Number(Number(output.toPrecision(4)).toFixed(6)))
    expect(Object.is(output, -0) || Object.is(input, -0)).toBe(false)
  }
})

test('a function without parameters has no strict twin', () => {
  const fn = functions.find(
    ({ variant, operators }) =>
      variant === 'clean' &&
      operators.slice(1).every((name) => name === 'ceil' || name === 'floor') &&
      !OPERATOR_NAMES.includes(operators[0] as (typeof OPERATOR_NAMES)[number]),
  )!
  expect(fn.questions('unit-test-strict', randomStream(0))).toEqual({
    inapplicable: 'its operators have no parameters',
  })
})

test('the questions are pinned: a change of them is a new version', () => {
  expect(hashQuestions(numeric)).toMatchInlineSnapshot(
    `"d05ff0ce6fd5db39dd2a7b7e31c719dcfb28dde1cd9511374d7895d515f866a7"`,
  )
})
