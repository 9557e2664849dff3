import { z } from 'zod'
import type { Interpreter } from '../../plugins/contracts.ts'
import { OPERATOR_NAMES } from '../../library/numeric/index.ts'
import { OPERATORS } from '../../library/strings/index.ts'
import { interpretNumeric } from './numeric/index.ts'
import { interpretStrings } from './strings/index.ts'

const Options = z.strictObject({
  /** Operators of the library that it pretends not to know. */
  hidden: z.array(z.enum([...OPERATOR_NAMES, ...OPERATORS.map(({ name }) => name)])).default([]),
})

/**
 * A scientist that needs no model: it designs experiments, infers noise and corruption, fits
 * laws of FIND's public operator library, and checks them on new queries. It knows the library,
 * not what the benchmark draws from it. Its budget is that of the box.
 */
export default function synthesis(options: unknown = {}): Interpreter {
  const hidden = new Set<string>(Options.parse(options).hidden)
  return {
    name: 'synthesis',
    version: '2',
    deterministic: true,
    label: hidden.size === 0 ? 'known library' : `known library less ${hidden.size} operators`,
    interpret: {
      numeric: (box) => interpretNumeric(box, hidden),
      strings: (box) => interpretStrings(box, hidden),
    },
  }
}
