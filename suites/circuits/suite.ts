import { circuits as category } from '../../plugins/categories/circuits/index.ts'
import type { Suite } from '../../plugins/contracts.ts'
import { perSeed } from '../../plugins/utils/per-seed.ts'
import { circuitScorers } from './scorers.ts'
import { DESIGNS } from './designs.ts'
import { builtFunctions } from './functions.ts'

/**
 * Transformers that were built to do a task, so that their circuits are known: compiled programs,
 * indirect object identification, recall of facts, gates. Each is drawn from the seed, and comes
 * with a twin in which one head's part is another's.
 */
export const circuits: Suite<'circuits'> = {
  name: 'circuits',
  version: '1',
  category,
  variants: ['compiled', 'ioi', 'factual', 'gates'],
  operators: [...new Set(DESIGNS.map(({ name }) => name)), 'twin'],
  scorers: circuitScorers,
  unitTests: [],
  /** One of each kind of box. */
  isMini: ({ operators, params }) =>
    !operators.includes('twin') && (params as { readonly copy: number }).copy === 0,
  functions: perSeed(builtFunctions),
}
