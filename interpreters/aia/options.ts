import { z } from 'zod'
import { type Code, DIALECTS, type ExemplarDraw } from '../../plugins/index.ts'

/** FIND's limit (arXiv 2309.03886). */
const MOST_TURNS = 20

export const ExemplarOptions = z.strictObject({
  count: z.int().min(1).max(200).default(10),
  /** `regular`: as people would choose them; `random`: whatever an input can be. */
  draw: z.enum(['regular', 'random']).default('regular'),
}) satisfies z.ZodType<ExemplarDraw>

const LANGUAGES = ['javascript', 'python'] as const satisfies readonly Code['language'][]

export const FormOptions = z.strictObject({
  /** `tools`: function tools; `text`: FIND's bracketed sections, for models without tools. */
  dialect: z.enum(DIALECTS).default('tools'),
  /** The language of the code that the model is asked for. */
  language: z.enum(LANGUAGES).default('javascript'),
})

/** Tools that functions have and that can be left out. `run_code` is for models without a shell. */
export const TOOLS = ['sweep', 'test_code', 'run_code'] as const
/**
 * `judged`: what the answer is judged by; `left`: turns and queries left, each turn; `example`: an
 * exchange, in the dialect `text`.
 */
export const TOLD = ['judged', 'left', 'example'] as const

export const AiaOptions = FormOptions.extend({
  turns: z.int().min(1).max(MOST_TURNS).default(MOST_TURNS),
  /** Tools beside the category's own; none: FIND's, which is to run the function alone. */
  tools: z.array(z.enum(TOOLS)).default(['sweep', 'test_code']),
  /** What a model is told beside what it needs. */
  told: z.array(z.enum(TOLD)).default([...TOLD]),
  /** The tokens of one function, input and output: once they are spent, the next turn is the last. */
  tokens: z.int().positive().nullable().default(null),
  /** Exemplars in the first message: FIND's search initialization. */
  searchInit: ExemplarOptions.optional(),
})
export type AiaOptions = z.output<typeof AiaOptions>

const DEFAULTS = new Set<string>([...AiaOptions.parse({}).tools, ...TOLD])

/** What sets the options apart from the default, as the version says it: `-sweep+run_code`. */
export function variantOf({ tools, told }: AiaOptions): string {
  const chosen = new Set<string>([...tools, ...told])
  return [...TOOLS, ...TOLD]
    .filter((name) => chosen.has(name) !== DEFAULTS.has(name))
    .map((name) => (chosen.has(name) ? `+${name}` : `-${name}`))
    .join('')
}
