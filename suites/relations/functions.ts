/** The relations as the harness sees them: what they are made of stays in here. */
import { describeRelation, type Relation } from '../../library/facts/relation.ts'
import type { FindFunction, Questions, Random } from '../../plugins/contracts.ts'
import { perSeed } from '../../plugins/utils/per-seed.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import {
  type DrawnRelation,
  drawnRelations,
  exceptionTag,
  relationTag,
  rivalsOf,
} from './drawn-relations.ts'
import { paperUnitTest, strictUnitTest, unitTest } from './questions.ts'
import { relationTruth } from './truth.ts'
import { exemplarsOf } from './words.ts'

type UnitTest = (relation: Relation, random: Random) => Questions

/** FIND's unit test of descriptions, and its strict twin, by name. */
export const UNIT_TESTS: Readonly<Record<string, UnitTest>> = {
  'unit-test': unitTest,
  'unit-test-strict': (relation, random) => strictUnitTest(relation, rivalsOf(relation), random),
}

/** The unit tests with FIND's own mix of questions in the place of the first. */
export const PAPER_UNIT_TESTS: typeof UNIT_TESTS = {
  ...UNIT_TESTS,
  'unit-test': (relation, random) => paperUnitTest(relation, PLAIN(), random),
}

const PLAIN = () =>
  drawnRelations(0).flatMap(({ relation }) => (relation.exception ? [] : [relation]))

/** A relation as it is judged, whatever its exemplars. */
export const judgedTruth = (
  relation: Relation,
  exemplars: readonly string[] = [],
  tests = UNIT_TESTS,
) =>
  relationTruth(relation, exemplars, {
    questions: (random) => tests['unit-test']!(relation, random),
    strict: (random) => tests['unit-test-strict']!(relation, random),
  })

/** All 75 functions of a seed, in the order of their ids. */
export const relationFunctions = (unitTests: typeof UNIT_TESTS) =>
  perSeed((seed) => drawnRelations(seed).map((drawn) => relationFunction(drawn, seed, unitTests)))

function relationFunction(
  { number, relation }: DrawnRelation,
  seed: number,
  unitTests: typeof UNIT_TESTS,
): FindFunction<'relations'> {
  const { exception } = relation
  const exemplars = exemplarsOf(relation, randomStream(seed, 'relations', number, 'exemplars'))
  return {
    id: `f${String(number).padStart(5, '0')}`,
    variant: exception ? 'corrupted' : 'plain',
    operators: [relationTag(relation), ...(exception ? [exceptionTag(exception.by)] : [])],
    params: { ...relation, exception: exception && { ...exception }, exemplars },
    truth: () => judgedTruth(relation, exemplars, unitTests),
    ideal: () => ({ ...describeRelation(relation), ...relation }),
    questions(test, random) {
      const draw = unitTests[test]
      if (!draw) throw new Error(`relations has no unit test ${JSON.stringify(test)}`)
      return draw(relation, random)
    },
  }
}
