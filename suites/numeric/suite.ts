import { numeric as category } from '../../plugins/categories/numeric/index.ts'
import type { Suite } from '../../plugins/contracts.ts'
import { concise } from '../../plugins/scorers/concise.ts'
import { extrapolation } from '../../plugins/scorers/extrapolation.ts'
import { law } from '../../plugins/scorers/law.ts'
import { local } from '../../plugins/scorers/local.ts'
import { nmse } from '../../plugins/scorers/nmse.ts'
import { OPERATOR_NAMES } from '../../library/numeric/index.ts'
import { VARIANTS } from './drawn-functions.ts'
import { numericFunctions, UNIT_TEST_NAMES } from './functions.ts'

/** FIND's numeric category (arXiv 2309.03886, section 3.1): 1000 functions of one real number. */
export const numeric: Suite<'numeric'> = {
  name: 'numeric',
  version: '3',
  category,
  variants: VARIANTS,
  operators: [...OPERATOR_NAMES, 'sum', 'product'],
  scorers: [nmse(), law(), extrapolation(), local(), concise()],
  unitTests: UNIT_TEST_NAMES,
  functions: numericFunctions,
}
