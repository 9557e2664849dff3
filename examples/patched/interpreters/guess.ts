import type { Interpreter } from 'vitest-find'
import { z } from 'zod'

const Options = z.strictObject({})

/** Scores sites at random: what no knowledge at all reaches. */
export default function guess(options: unknown = {}): Interpreter {
  Options.parse(options)
  return {
    name: 'guess',
    version: '1',
    deterministic: true,
    interpret: {
      patched: async (box, { random }) => ({
        description: 'a guess',
        domain: null,
        scores: Object.fromEntries(box.sites.map((site) => [site, random() - 0.5])),
      }),
    },
  }
}
