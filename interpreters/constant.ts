import { mean } from 'simple-statistics'
import { z } from 'zod'
import type { Interpreter } from '../plugins/contracts.ts'
import { NUMERIC_DOMAIN } from '../library/numeric/index.ts'

const Options = z.strictObject({ samples: z.int().positive().default(32) })

/** Answers with the mean of `samples` equispaced queries: what is known of a function's level. */
export default function constant(options: unknown = {}): Interpreter {
  const { samples } = Options.parse(options)
  return {
    name: 'constant',
    version: '1',
    deterministic: true,
    interpret: {
      async numeric(box) {
        const [low, high] = NUMERIC_DOMAIN
        const inputs = Array.from(
          { length: samples },
          (_, i) => low + ((i + 0.5) * (high - low)) / samples,
        )
        const outputs = (await box.queryAll(inputs)).filter(Number.isFinite)
        const level = outputs.length > 0 ? mean(outputs) : 0
        return {
          description: `The function is about ${level.toPrecision(4)} everywhere.`,
          domain: null,
          code: { language: 'javascript', source: `function f(x){return ${level}}` },
        }
      },
    },
  }
}
