import { z } from 'zod'
import type { Interpreter } from '../plugins/contracts.ts'
import { NUMERIC_DOMAIN } from '../library/numeric/index.ts'

const Options = z.strictObject({ samples: z.int().min(2).default(33) })

/** Joins `samples` equispaced queries by straight lines: a table of what was queried. */
export default function interpolate(options: unknown = {}): Interpreter {
  const { samples } = Options.parse(options)
  return {
    name: 'interpolate',
    version: '1',
    deterministic: true,
    interpret: {
      async numeric(box) {
        const [low, high] = NUMERIC_DOMAIN
        const step = (high - low) / (samples - 1)
        const inputs = Array.from({ length: samples }, (_, i) => low + i * step)
        const outputs = (await box.queryAll(inputs)).map((y) => (Number.isFinite(y) ? y : 0))
        return {
          description: `Linear interpolation through ${samples} values from ${low} to ${high}.`,
          domain: null,
          code: { language: 'javascript', source: interpolation(low, step, outputs) },
        }
      },
    },
  }
}

const interpolation = (low: number, step: number, outputs: readonly number[]) =>
  `const y=${JSON.stringify(outputs)}
function f(x){
  const t=(x+${-low})/${step},i=Math.min(Math.max(Math.floor(t),0),y.length-2)
  return y[i]+(y[i+1]-y[i])*(t-i)
}`
