import type { Interpreter } from 'vitest-find'
import { z } from 'zod'
import { ALL_BITS } from '../category.ts'

const Options = z.strictObject({})

/** Asks all sixteen inputs and names those at which the output is true. */
export default function table(options: unknown = {}): Interpreter {
  Options.parse(options)
  return {
    name: 'table',
    version: '1',
    deterministic: true,
    interpret: {
      async bits(box) {
        const outputs = await box.queryAll(ALL_BITS)
        const rows = ALL_BITS.filter((_, i) => outputs[i]).map((row) => row.map(Number).join(''))
        const number = outputs.reduce((sum, output, i) => sum + (output ? 2 ** i : 0), 0)
        return {
          description: `true at ${rows.join(', ') || 'no input'}`,
          domain: null,
          code: {
            language: 'javascript',
            source: `function f(x){return (${number}>>x.reduceRight((n,b)=>2*n+b,0)&1)==1}`,
          },
        }
      },
    },
  }
}
