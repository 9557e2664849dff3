import { z } from 'zod'
import type { Interpreter } from '../../plugins/contracts.ts'
import { interpretEntities } from './entities.ts'

const Options = z.strictObject({})

/**
 * An upper bound: it knows which concepts there are and how much every word belongs to them, and
 * looks up which of them a box has. It tells that functions can be identified, and shows no skill.
 */
export default function inductionWithConcepts(options: unknown = {}): Interpreter {
  Options.parse(options)
  return {
    name: 'induction+concepts',
    version: '2',
    deterministic: true,
    label: 'known concepts and measure',
    interpret: { entities: interpretEntities },
  }
}
