/** The entities as the harness sees them: what they are made of stays in here. */
import { world } from '../../library/world/index.ts'
import type { FindFunction, Questions, Random } from '../../plugins/contracts.ts'
import { perSeed } from '../../plugins/utils/per-seed.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { shuffled } from '../strings/draw.ts'
import { conceptTag, type DrawnEntity, drawnEntities } from './drawn-entities.ts'
import { asked, strictUnitTest, unitTest } from './questions.ts'
import { entityTruth } from './truth.ts'
import { drawWords } from './words.ts'

type UnitTest = (concepts: readonly number[], random: Random) => Questions

/** FIND's unit test of descriptions, and its strict twin, by name. */
const UNIT_TESTS: Readonly<Record<string, UnitTest>> = {
  'unit-test': unitTest,
  'unit-test-strict': strictUnitTest,
}
export const UNIT_TEST_NAMES = Object.keys(UNIT_TESTS)

/** Exemplars of each kind: ten in all, as FIND has them. */
const EXEMPLARS = { high: 4, middle: 2, near: 1, low: 3 }

/** All 200 functions of a seed, in the order of their ids. */
export const entityFunctions = (noise: number) =>
  perSeed((seed) => drawnEntities(seed).map((drawn) => entityFunction(drawn, seed, noise)))

function entityFunction(
  { number, concepts }: DrawnEntity,
  seed: number,
  noise: number,
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
            Object.entries(UNIT_TESTS).map(([name, test]) => [name, asked(test(concepts, random))]),
          ),
      }),
    ideal: () => ({ description: describe(labels), domain: null, concepts: labels }),
    questions(test, random) {
      const own = UNIT_TESTS[test]
      if (!own) throw new Error(`entities has no unit test ${JSON.stringify(test)}`)
      return own(concepts, random)
    },
  }
}

/** Related and unrelated words, mixed. */
const exemplarsOf = (concepts: readonly number[], random: Random): readonly string[] =>
  shuffled(random, Object.values(drawWords(concepts, 'shown', EXEMPLARS, random)).flat())

const describe = (labels: readonly string[]) =>
  `The function tells how much a word has to do with ${labels.join(', or with ')}.`
