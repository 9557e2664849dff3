import { mean } from 'simple-statistics'
import { expect, test } from 'vitest'
import type { FunctionSpec, Question } from '../../plugins/contracts.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { selectSpecs } from '../../plugins/run/select-specs.ts'
import { hashQuestions } from '../../plugins/testing/hash-questions.ts'
import { type Knows, testUnitTest } from '../../plugins/testing/test-unit-test.ts'
import { noiseUnit, subject } from './examples.ts'
import { compile, contains, OPERATOR_NAMES } from '../../library/numeric/index.ts'
import { paramsOf } from './params.ts'
import { strictUnitTest, unitTest } from './questions.ts'
import { lawOf } from './relatives.ts'
import { numeric } from './suite.ts'

/** Own: within rounding and twice the noise. Others: off by a tenth, and four times the noise. */
const knows: Knows<'numeric'> = (spec, truth) => {
  const { one } = compile(truth.code.source)
  const f = subject(spec, truth)
  return ({ input, output }) => {
    const [expected, noise] = [one(input), noiseUnit(f, input)]
    const error = Math.abs(output - expected)
    const isOwn =
      Number.isFinite(expected) && error <= 2 * noise + 0.001 * Math.abs(expected) + 1e-6
    const isAnother =
      !Number.isFinite(expected) ||
      error >= Math.max(4 * noise, 0.1 * Math.max(Math.abs(expected), Math.abs(output)), 0.01)
    expect(isOwn, `${spec.id} at ${input}: ${output}`).not.toBe(isAnother)
    expect(Math.abs(input)).toBeLessThanOrEqual(128)
    return isOwn
  }
}

testUnitTest(numeric, unitTest, knows, 0)
// Without parameters, or such that noise hides them.
testUnitTest(numeric, strictUnitTest, knows, 60)

const corrupted = numeric.specs(0).filter(({ variant }) => variant === 'corrupted')

const asked = (spec: FunctionSpec<'numeric'>, unit = unitTest): readonly Question<'numeric'>[] => {
  const questions = unit.questions(spec, numeric.build(spec), randomStream(0, spec.id, unit.name))
  return 'inapplicable' in questions ? [] : questions
}

test('half of the questions about a corrupted function are about its interval', () => {
  for (const spec of selectSpecs(corrupted, 60)) {
    const params = paramsOf(spec)
    if (params.variant !== 'corrupted') throw new Error(`${spec.id} is not corrupted`)
    const { interval } = params.corruption
    const inside = asked(spec).filter(({ choices, right }) =>
      contains(interval, choices[right]!.input),
    )
    expect(inside, spec.id).toHaveLength(5)
  }
})

test('who missed the corruption fails about half of the strict questions', () => {
  const shares = selectSpecs(corrupted, 60).flatMap((spec) => {
    const questions = asked(spec, strictUnitTest)
    if (questions.length === 0) return []
    const { at } = lawOf(spec)
    const fits = questions.map(({ choices, right }) => {
      const error = choices.map(({ input, output }) => {
        const distance = Math.abs(at(input) - output)
        return Number.isFinite(distance) ? distance / (1 + Math.abs(output)) : Infinity
      })
      return error[right] === Math.min(...error)
    })
    return [mean(fits.map(Number))]
  })
  expect(mean(shares)).toBeLessThan(0.7)
})

test('no example meets an exemplar, which is an odd multiple of 1/20', () => {
  for (const { choices } of selectSpecs(numeric.specs(0), 200).flatMap((spec) => asked(spec)))
    for (const { input } of choices) expect(Math.abs(Math.round(100 * input)) % 10).not.toBe(5)
})

test('examples are written as a person would: few digits, no tiny numbers', () => {
  for (const { choices } of selectSpecs(numeric.specs(0), 100).flatMap((spec) => asked(spec)))
    for (const { input, output } of choices) {
      expect(input).toBe(Number(input.toFixed(2)))
      expect(output).toBe(Number(Number(output.toPrecision(4)).toFixed(6)))
      expect(Object.is(output, -0) || Object.is(input, -0)).toBe(false)
    }
})

test('a function without parameters has no strict twin', () => {
  const spec = numeric
    .specs(0)
    .find(
      ({ variant, operators }) =>
        variant === 'clean' &&
        operators.slice(1).every((name) => name === 'ceil' || name === 'floor') &&
        !OPERATOR_NAMES.includes(operators[0] as (typeof OPERATOR_NAMES)[number]),
    )!
  expect(strictUnitTest.questions(spec, numeric.build(spec), randomStream(0))).toEqual({
    inapplicable: 'its operators have no parameters',
  })
})

test('the questions are pinned: a change of them is a new version', () => {
  expect(hashQuestions(numeric)).toMatchInlineSnapshot(
    `"c8dd649cfd2672c247eb94dcb67865f363bf5293384fd647af7487e2b55cde04"`,
  )
})
