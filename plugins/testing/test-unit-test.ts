import { range } from 'd3-array'
import { describe, expect, test } from 'vitest'
import { CHOICES, QUESTIONS } from '../categories/unit-test.ts'
import type { Category, FindFunction, Question, Suite } from '../contracts.ts'
import { functionName } from '../records.ts'
import { selectFunctions } from '../run/select-functions.ts'
import { randomStream } from '../utils/random.ts'

const REPEATED = 60
/** All functions are asked about. */
const TIMEOUT = 600_000

/** What is known of a function; whether an example is its own. */
export type Knows<C extends Category> = (
  fn: FindFunction<C>,
) => (example: Question['choices'][number]) => boolean

/**
 * What every unit test must keep to: ten questions to a function, in a balanced order, of three
 * examples with different inputs of which exactly one is the function's; values that JSON holds;
 * the same questions for the same stream; and a reason where there are none.
 *
 * @param name one of the suite's unit tests.
 * @param most how many of the suite's functions may have none.
 */
export function testUnitTest<C extends Category>(
  suite: Suite<C>,
  name: string,
  knows: Knows<C>,
  most: number,
): void {
  const asked = (fn: FindFunction<C>, seed = 0) =>
    fn.questions(name, randomStream(seed, functionName(suite.name, fn.id), name))

  describe(`${name} of ${suite.name} keeps to the contract of unit tests`, () => {
    test('exactly one example of every question is the function’s', { timeout: TIMEOUT }, () => {
      let without = 0
      for (const fn of suite.functions(0)) {
        const own = knows(fn)
        const given = asked(fn)
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
          const what = `${fn.id}: ${fn.ideal().description} ${JSON.stringify(choices)}`
          expect(new Set(choices.map(({ input }) => input)).size, what).toBe(CHOICES)
          expect(choices.map(own), what).toStrictEqual(range(CHOICES).map((i) => i === right))
        }
      }
      expect(without).toBeLessThanOrEqual(most)
    })

    test('the same stream gives the same questions, another one others', () => {
      for (const fn of selectFunctions(suite.functions(0), REPEATED)) {
        const given = asked(fn)
        expect(asked(fn)).toStrictEqual(given)
        if ('inapplicable' in given) continue
        expect(asked(fn, 1)).not.toStrictEqual(given)
      }
    })
  })
}
