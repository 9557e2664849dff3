import { entities as category } from '../../plugins/categories/entities/index.ts'
import type { Suite } from '../../plugins/contracts.ts'
import { entityJudge } from '../../plugins/scorers/entity-judge.ts'
import { functional } from '../../plugins/scorers/functional.ts'
import { operators } from './drawn-entities.ts'
import { entityFunctions, PAPER_UNIT_TESTS, UNIT_TESTS } from './functions.ts'

/**
 * FIND's entity neurons (arXiv 2309.03886, section 3.3): 140 of one concept and 60 of two.
 *
 * @param noise standard deviation of what every call adds; values stay in [0, 1].
 * @param questions those of the unit test: `fair`, whose words are no exemplars and whose wrong ones
 *   have nothing to do with the function, or the `paper`'s own mix.
 */
export function entitiesSuite({
  noise = 0,
  questions = 'fair',
}: { readonly noise?: number; readonly questions?: 'fair' | 'paper' } = {}): Suite<'entities'> {
  const unitTests = questions === 'paper' ? PAPER_UNIT_TESTS : UNIT_TESTS
  return {
    name: `entities${noise === 0 ? '' : '-noisy'}${questions === 'paper' ? '-paper' : ''}`,
    version: '1',
    category,
    variants: ['one', 'two'],
    operators: operators(),
    scorers: [entityJudge(), functional()],
    unitTests: Object.keys(unitTests),
    functions: entityFunctions(noise, unitTests),
  }
}

export const entities = entitiesSuite()
