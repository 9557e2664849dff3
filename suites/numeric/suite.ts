import type { Suite } from '../../plugins/contracts.ts'
import { concise } from '../../plugins/scorers/concise.ts'
import { extrapolation } from '../../plugins/scorers/extrapolation.ts'
import { fit } from '../../plugins/scorers/fit.ts'
import { local } from '../../plugins/scorers/local.ts'
import { nmse } from '../../plugins/scorers/nmse.ts'
import { OPERATOR_NAMES } from '../../library/numeric/index.ts'
import { numericProbes } from './probes.ts'
import { strictUnitTest, unitTest } from './questions.ts'
import { numericSpecs, VARIANTS } from './specs.ts'
import { buildTruth } from './truth.ts'

/** FIND's numeric category (arXiv 2309.03886, section 3.1): 1000 functions of one real number. */
export const numeric: Suite<'numeric'> = {
  name: 'numeric',
  version: '2',
  category: 'numeric',
  variants: VARIANTS,
  operators: [...OPERATOR_NAMES, 'sum', 'product'],
  scorers: [nmse(), fit(), local(), extrapolation(), concise()],
  unitTests: [unitTest, strictUnitTest],
  specs: numericSpecs,
  build: buildTruth,
  probes: numericProbes,
}
