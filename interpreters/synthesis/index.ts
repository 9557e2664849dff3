import { z } from 'zod'
import type { Interpreter } from '../../plugins/contracts.ts'
import { interpretNumeric } from './numeric/index.ts'
import { interpretStrings } from './strings/index.ts'

const Options = z.strictObject({})

/**
 * A scientist that needs no model: it designs experiments, infers noise and corruption, fits
 * laws of FIND's public operator library, and checks them on new queries. It knows the library,
 * not what the benchmark draws from it.
 */
export default function synthesis(options: unknown = {}): Interpreter {
  Options.parse(options)
  return {
    name: 'synthesis',
    version: '1',
    deterministic: true,
    label: 'known library',
    interpret: { numeric: interpretNumeric, strings: (box) => interpretStrings(box) },
  }
}
