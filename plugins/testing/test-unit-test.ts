import { range } from 'd3-array'
import { describe, expect, test } from 'vitest'
import type { Category, FunctionSpec, Suite, Truth, UnitTest } from '../contracts.ts'
import { randomStream } from '../utils/random.ts'
import { selectSpecs } from '../run/select-specs.ts'
import { CHOICES, type Example, QUESTIONS } from '../categories/unit-test.ts'

const REPEATED = 60
/** All functions are asked about. */
const TIMEOUT = 600_000

/** What is known of a function; whether an example is its own. */
export type Knows<C extends Category> = (
  spec: FunctionSpec<C>,
  truth: Truth<C>,
) => (example: Example<C>) => boolean

/**
 * What every unit test must keep to: ten questions to a function, in a balanced order, of three
 * examples with different inputs of which exactly one is the function's; values that JSON holds;
 * the same questions for the same stream; and a reason where there are none.
 *
 * @param most how many of the suite's functions may have none.
 */
export function testUnitTest<C extends Category>(
  suite: Suite<C>,
  unitTest: UnitTest<C>,
  knows: Knows<C>,
  most: number,
): void {
  const { name } = unitTest
  const asked = (spec: FunctionSpec<C>, truth: Truth<C>) =>
    unitTest.questions(spec, truth, randomStream(0, spec.id, name))

  describe(`${name} of ${suite.name} keeps to the contract of unit tests`, () => {
    test('exactly one example of every question is the function’s', { timeout: TIMEOUT }, () => {
      let without = 0
      for (const spec of suite.specs(0)) {
        const truth = suite.build(spec)
        const own = knows(spec, truth)
        const given = asked(spec, truth)
        if ('inapplicable' in given) {
          expect(given.inapplicable).not.toBe('')
          without++
          continue
        }
        expect(given).toHaveLength(QUESTIONS)
        expect(JSON.parse(JSON.stringify(given))).toStrictEqual(given)
        const rights = given.map(({ right }) => right)
        for (const position of range(CHOICES))
          expect(rights.filter((right) => right === position).length).toBeOneOf([3, 4])
        for (const { choices, right } of given) {
          const what = `${spec.id}: ${spec.description} ${JSON.stringify(choices)}`
          expect(new Set(choices.map(({ input }) => input)).size, what).toBe(CHOICES)
          expect(choices.map(own), what).toStrictEqual(range(CHOICES).map((i) => i === right))
        }
      }
      expect(without).toBeLessThanOrEqual(most)
    })

    test('the same stream gives the same questions, another one others', () => {
      for (const spec of selectSpecs(suite.specs(0), REPEATED)) {
        const given = asked(spec, suite.build(spec))
        expect(asked(spec, suite.build(spec))).toStrictEqual(given)
        if ('inapplicable' in given) continue
        const other = unitTest.questions(spec, suite.build(spec), randomStream(1, spec.id, name))
        expect(other).not.toStrictEqual(given)
      }
    })
  })
}
