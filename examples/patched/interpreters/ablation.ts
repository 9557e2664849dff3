import type { Interpreter } from 'vitest-find'
import { z } from 'zod'

const Options = z.strictObject({ threshold: z.number().default(0.5) })

/** Patches every site once; what is lost beyond the threshold is its score. */
export default function ablation(options: unknown = {}): Interpreter {
  const { threshold } = Options.parse(options)
  return {
    name: 'ablation',
    version: '1',
    deterministic: true,
    interpret: {
      async patched(box) {
        const scores: Record<string, number> = {}
        for (const site of box.sites) scores[site] = (await box.patch(site)) - threshold
        const found = box.sites.filter((site) => scores[site]! > 0)
        return { description: `the circuit is ${found.join(', ')}`, domain: null, scores }
      },
    },
  }
}
