import type { FunctionSpec, Suite, Truth } from 'vitest-find'
import { fit } from 'vitest-find/scorers/fit'
import { local } from 'vitest-find/scorers/local'
import { nmse } from 'vitest-find/scorers/nmse'

/** Eight lines x + k; half of them are corrupted for x > 100. */
export const lines: Suite<'numeric'> = {
  name: 'lines',
  version: '1',
  category: 'numeric',
  variants: ['clean', 'corrupted'],
  operators: ['near', 'far'],
  scorers: [nmse(), fit(), local()],
  unitTests: [],
  specs: (seed) =>
    Array.from({ length: 8 }, (_, i) => {
      const corrupted = i % 2 === 1
      return Object.freeze({
        id: `numeric/f0000${i}`,
        category: 'numeric',
        variant: corrupted ? 'corrupted' : 'clean',
        operators: [i < 4 ? 'near' : 'far'],
        description: `x + ${seed + i}`,
        domain: corrupted ? '0 for x > 100' : null,
        params: Object.freeze({ offset: seed + i, corrupted }),
      }) satisfies FunctionSpec<'numeric'>
    }),
  build({ params }): Truth<'numeric'> {
    const f = (x: number) => (params['corrupted'] && x > 100 ? 0 : x + Number(params['offset']))
    const condition = params['corrupted'] ? 'x>100?0:' : ''
    return {
      expected: (inputs) => inputs.map(f),
      sample: (inputs, random) => inputs.map((x) => f(x) + 1e-9 * random()),
      code: {
        language: 'javascript',
        source: `function f(x){return ${condition}x+${Number(params['offset'])}}`,
      },
    }
  },
  probes(spec, truth, random) {
    const set = (low: number, high: number) => {
      const inputs = Float64Array.from({ length: 32 }, () => low + (high - low) * random())
      const expected = truth.expected(inputs)
      return { inputs, expected, truth: expected }
    }
    const corrupted = spec.variant === 'corrupted'
    return {
      grid: set(-128, 128),
      fit: set(-128, 128),
      ...(corrupted ? { inside: set(101, 128), outside: set(-128, 99) } : {}),
    }
  },
}
