import { entities as category } from '../../plugins/categories/entities/index.ts'
import type { Suite } from '../../plugins/contracts.ts'
import { entityJudge } from '../../plugins/scorers/entity-judge.ts'
import { functional } from '../../plugins/scorers/functional.ts'
import { operators } from './drawn-entities.ts'
import { entityFunctions, UNIT_TEST_NAMES } from './functions.ts'

/**
 * FIND's entity neurons (arXiv 2309.03886, section 3.3): 140 of one concept and 60 of two.
 *
 * @param noise standard deviation of what every call adds.
 */
export function entitiesSuite({ noise = 0 }: { readonly noise?: number } = {}): Suite<'entities'> {
  return {
    name: noise === 0 ? 'entities' : 'entities-noisy',
    version: '1',
    category,
    variants: ['one', 'two'],
    operators: operators(),
    scorers: [entityJudge(), functional()],
    unitTests: UNIT_TEST_NAMES,
    functions: entityFunctions(noise),
  }
}

export const entities = entitiesSuite()
