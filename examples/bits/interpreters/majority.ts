import type { Interpreter } from 'vitest-find'
import { z } from 'zod'
import { ALL_BITS } from '../category.ts'

const Options = z.strictObject({ samples: z.int().min(1).max(16).default(5) })

/** Answers always what most of its samples gave. */
export default function majority(options: unknown = {}): Interpreter {
  const { samples } = Options.parse(options)
  return {
    name: 'majority',
    version: '1',
    deterministic: true,
    interpret: {
      async bits(box, { random }) {
        let yes = 0
        for (let i = 0; i < samples; i++)
          if (await box.query(ALL_BITS[Math.floor(random() * ALL_BITS.length)]!)) yes++
        const answer = yes > samples / 2
        return {
          description: `${answer}, mostly`,
          domain: null,
          code: { language: 'javascript', source: `function f(){return ${answer}}` },
        }
      },
    },
  }
}
