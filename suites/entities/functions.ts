/** The entities as the harness sees them: what they are made of stays in here. */
import { world } from '../../library/world/index.ts'
import type { FindFunction, Questions, Random } from '../../plugins/contracts.ts'
import { perSeed } from '../../plugins/utils/per-seed.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { shuffled } from '../strings/draw.ts'
import { conceptTag, type DrawnEntity, drawnEntities } from './drawn-entities.ts'
import { asked, paperUnitTest, strictUnitTest, unitTest } from './questions.ts'
import { entityTruth } from './truth.ts'
import { drawWords } from './words.ts'

type UnitTest = (
  concepts: readonly number[],
  random: Random,
  exemplars: readonly string[],
) => Questions

/** FIND's unit test of descriptions, and its strict twin, by name. */
export const UNIT_TESTS: Readonly<Record<string, UnitTest>> = {
  'unit-test': unitTest,
  'unit-test-strict': strictUnitTest,
}

/** The unit tests with FIND's own mix of questions in the place of the first. */
export const PAPER_UNIT_TESTS: typeof UNIT_TESTS = { ...UNIT_TESTS, 'unit-test': paperUnitTest }

/** Exemplars of each kind: ten in all, as FIND has them. */
const EXEMPLARS = { high: 4, middle: 2, near: 1, low: 3 }

/** All 200 functions of a seed, in the order of their ids. */
export const entityFunctions = (noise: number, unitTests: typeof UNIT_TESTS) =>
  perSeed((seed) =>
    drawnEntities(seed).map((drawn) => entityFunction(drawn, seed, noise, unitTests)),
  )

function entityFunction(
  { number, concepts }: DrawnEntity,
  seed: number,
  noise: number,
  unitTests: typeof UNIT_TESTS,
): FindFunction<'entities'> {
  const labels = concepts.map((concept) => world().concepts[concept]!.label)
  let drawn: readonly string[] | undefined
  const exemplars = () =>
    (drawn ??= exemplarsOf(concepts, randomStream(seed, 'entities', number, 'exemplars')))
  return {
    id: `f${String(number).padStart(5, '0')}`,
    variant: concepts.length === 1 ? 'one' : 'two',
    operators: concepts.map(conceptTag),
    params: { concepts: labels, noise },
    truth: () =>
      entityTruth({
        concepts,
        exemplars: exemplars(),
        noise,
        questions: (random) =>
          Object.fromEntries(
            Object.entries(unitTests).map(([name, test]) => [
              name,
              asked(test(concepts, random, exemplars())),
            ]),
          ),
      }),
    ideal: () => ({ description: describe(labels), domain: null, concepts: labels }),
    questions(test, random) {
      const own = unitTests[test]
      if (!own) throw new Error(`entities has no unit test ${JSON.stringify(test)}`)
      return own(concepts, random, exemplars())
    },
  }
}

/** Related and unrelated words, mixed. */
const exemplarsOf = (concepts: readonly number[], random: Random): readonly string[] =>
  shuffled(random, Object.values(drawWords(concepts, 'shown', EXEMPLARS, random)).flat())

const describe = (labels: readonly string[]) =>
  `The function tells how much a word has to do with ${labels.join(', or with ')}.`
