import { strings as category } from '../../plugins/categories/strings/index.ts'
import type { Suite } from '../../plugins/contracts.ts'
import { allRight } from '../../plugins/scorers/all-right.ts'
import { concise } from '../../plugins/scorers/concise.ts'
import { exactMatch } from '../../plugins/scorers/exact-match.ts'
import { OPERATORS } from '../../library/strings/index.ts'
import { stringFunctions, UNIT_TEST_NAMES } from './functions.ts'

/** FIND's string functions (arXiv 2309.03886, section 3.2): atomic ones, and composed of two. */
export const strings: Suite<'strings'> = {
  name: 'strings',
  version: '3',
  category,
  variants: ['atomic', 'composed'],
  operators: OPERATORS.map(({ name }) => name),
  scorers: [exactMatch(), allRight(), concise()],
  unitTests: UNIT_TEST_NAMES,
  functions: stringFunctions,
}
