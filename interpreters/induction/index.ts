import { z } from 'zod'
import type { Interpreter } from '../../plugins/contracts.ts'
import { interpretEntities } from './entities/index.ts'
import { interpretRelations } from './relations/index.ts'

const Options = z.strictObject({})

/**
 * A scientist of neurons that needs no model: it knows words and facts, as a person may, and
 * neither what the benchmark asks of them nor where it breaks them.
 */
export default function induction(options: unknown = {}): Interpreter {
  Options.parse(options)
  return {
    name: 'induction',
    version: '3',
    deterministic: true,
    label: 'known words and facts',
    interpret: { entities: interpretEntities, relations: interpretRelations },
  }
}
