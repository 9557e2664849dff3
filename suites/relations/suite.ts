import { relations as category } from '../../plugins/categories/relations/index.ts'
import type { Suite } from '../../plugins/contracts.ts'
import { facts } from '../../plugins/scorers/facts.ts'
import { relationJudge } from '../../plugins/scorers/relation-judge.ts'
import { OPERATORS } from './drawn-relations.ts'
import { PAPER_UNIT_TESTS, relationFunctions, UNIT_TESTS } from './functions.ts'

/**
 * FIND's relations between words (arXiv 2309.03886, section 3.3): 25 plain, and 50 that leave a
 * part of their class out.
 *
 * @param questions those of the unit test: `fair`, half of them about what is left out where
 * something is, or the `paper`'s own mix.
 */
export function relationsSuite({
  questions = 'fair',
}: { readonly questions?: 'fair' | 'paper' } = {}): Suite<'relations'> {
  const unitTests = questions === 'paper' ? PAPER_UNIT_TESTS : UNIT_TESTS
  return {
    name: questions === 'paper' ? 'relations-paper' : 'relations',
    version: '1',
    category,
    variants: ['plain', 'corrupted'],
    operators: OPERATORS,
    scorers: [relationJudge(), facts()],
    unitTests: Object.keys(unitTests),
    functions: relationFunctions(unitTests),
  }
}

export const relations = relationsSuite()
