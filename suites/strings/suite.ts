import type { Suite } from '../../plugins/contracts.ts'
import { allRight } from '../../plugins/scorers/all-right.ts'
import { concise } from '../../plugins/scorers/concise.ts'
import { exactMatch } from '../../plugins/scorers/exact-match.ts'
import { OPERATORS } from '../../library/strings/index.ts'
import { stringProbes } from './probes.ts'
import { strictUnitTest, unitTest } from './questions.ts'
import { stringSpecs } from './specs.ts'
import { stringTruth } from './truth.ts'

/** FIND's string functions (arXiv 2309.03886, section 3.2): atomic ones, and composed of two. */
export const strings: Suite<'strings'> = {
  name: 'strings',
  version: '2',
  category: 'strings',
  variants: ['atomic', 'composed'],
  operators: OPERATORS.map(({ name }) => name),
  scorers: [exactMatch(), allRight(), concise()],
  unitTests: [unitTest, strictUnitTest],
  specs: stringSpecs,
  build: stringTruth,
  probes: stringProbes,
}
