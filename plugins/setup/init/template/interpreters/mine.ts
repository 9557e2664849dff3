import { z } from 'zod'
import type { Interpreter } from 'vitest-find'

const Options = z.strictObject({ samples: z.int().min(2).default(33) })

/** Answers with a straight line between the lowest and the highest input, and with the text itself. */
export default function mine(options: unknown = {}): Interpreter {
  const { samples } = Options.parse(options)
  return {
    name: 'mine',
    // Raise it when answers may change: the baseline is of a version.
    version: '1',
    deterministic: true,
    interpret: {
      async numeric(box) {
        const inputs = Array.from({ length: samples }, (_, i) => -128 + (256 * i) / (samples - 1))
        const outputs = await box.queryAll(inputs)
        const [first, last] = [outputs[0]!, outputs.at(-1)!]
        const line = `${first} + (${last - first}) * (x + 128) / 256`
        return {
          description: `A line: ${line}.`,
          domain: null,
          code: { language: 'javascript', source: `function f(x) { return ${line} }` },
        }
      },
      async strings(box) {
        const seen = await box.query('Find')
        return {
          description: `Returns its input; of "Find" it made "${seen}".`,
          domain: null,
          code: { language: 'javascript', source: 'function f(x) { return x }' },
        }
      },
    },
  }
}
