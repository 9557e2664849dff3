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

export const AiaOptions = FormOptions.extend({
  turns: z.int().min(1).max(MOST_TURNS).default(MOST_TURNS),
  /** The tokens of one function, input and output: once they are spent, the next turn is the last. */
  tokens: z.int().positive().nullable().default(null),
  /** Exemplars in the first message: FIND's search initialization. */
  searchInit: ExemplarOptions.optional(),
})
export type AiaOptions = z.output<typeof AiaOptions>
