import { type FindFunction, numeric as category, type Random, type Suite } from 'vitest-find'
import { law } from 'vitest-find/scorers/law'
import { local } from 'vitest-find/scorers/local'
import { nmse } from 'vitest-find/scorers/nmse'

/** Eight lines x + k; half of them are corrupted for x > 100. */
export const lines: Suite<'numeric'> = {
  name: 'lines',
  version: '1',
  category,
  variants: ['clean', 'corrupted'],
  operators: ['near', 'far'],
  scorers: [nmse(), law(), local()],
  unitTests: [],
  functions: (seed) => Array.from({ length: 8 }, (_, i) => line(i, seed + i)),
}

function line(index: number, offset: number): FindFunction<'numeric'> {
  const corrupted = index % 2 === 1
  const f = (x: number) => (corrupted && x > 100 ? 0 : x + offset)
  return {
    id: `f0000${index}`,
    variant: corrupted ? 'corrupted' : 'clean',
    operators: [index < 4 ? 'near' : 'far'],
    params: { offset, corrupted },
    truth: () => ({
      expected: (inputs) => inputs.map(f),
      sample: (inputs, random) => inputs.map((x) => f(x) + 1e-9 * random()),
      probes: (random) => ({
        grid: between(-128, 128, f, random),
        fit: between(-128, 128, f, random),
        ...(corrupted
          ? { inside: between(101, 128, f, random), outside: between(-128, 99, f, random) }
          : {}),
      }),
    }),
    ideal: () => ({
      description: `x + ${offset}`,
      domain: corrupted ? '0 for x > 100' : null,
      code: {
        language: 'javascript',
        source: `function f(x){return ${corrupted ? 'x>100?0:' : ''}x+${offset}}`,
      },
    }),
    questions: () => [],
  }
}

function between(low: number, high: number, f: (x: number) => number, random: Random) {
  const inputs = Float64Array.from({ length: 32 }, () => low + (high - low) * random())
  const expected = inputs.map(f)
  return { inputs, expected, truth: expected }
}
