/** The string functions as the harness sees them: what they are made of stays in here. */
import { program } from '../../library/strings/index.ts'
import type { FindFunction, Random } from '../../plugins/contracts.ts'
import { perSeed } from '../../plugins/utils/per-seed.ts'
import { type DrawnFunction, drawnFunctions } from './drawn-functions.ts'
import { strictUnitTest, unitTest } from './questions.ts'
import { stringTruth } from './truth.ts'

/** FIND's unit test of descriptions, and its strict twin, by name. */
const UNIT_TESTS = { 'unit-test': unitTest, 'unit-test-strict': strictUnitTest }
export const UNIT_TEST_NAMES: readonly string[] = Object.keys(UNIT_TESTS)

/** All 1000 functions of a seed, in the order of their ids. */
export const stringFunctions = perSeed((seed) => drawnFunctions(seed).map(stringFunction))

function stringFunction(drawn: DrawnFunction): FindFunction<'strings'> {
  const { name, steps } = drawn
  return {
    id: name.slice(name.indexOf('/') + 1),
    variant: steps.length === 1 ? 'atomic' : 'composed',
    operators: steps.map(({ operator }) => operator).toReversed(),
    params: { steps },
    truth: () => stringTruth(drawn),
    ideal() {
      const { description, code } = program(steps)
      return { description, domain: null, code }
    },
    questions(test: string, random: Random) {
      const asked = Object.entries(UNIT_TESTS).find(([title]) => title === test)
      if (!asked) throw new Error(`strings has no unit test ${JSON.stringify(test)}`)
      return asked[1](drawn, random)
    },
  }
}
