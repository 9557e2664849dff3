import { z } from 'zod'
import { Code } from '../../plugins/contracts.ts'
import { DIALECTS } from '../../plugins/llm/answer.ts'
import { ExemplarOptions } from './exemplars/exemplars.ts'

/** FIND's limit (arXiv 2309.03886). */
const MOST_TURNS = 20

export const FormOptions = z.strictObject({
  /** `tools`: function tools; `text`: FIND's bracketed sections, for models without tools. */
  dialect: z.enum(DIALECTS).default('tools'),
  /** Of the code that the model is asked for. */
  language: Code.shape.language.default('javascript'),
})

export const AiaOptions = FormOptions.extend({
  turns: z.int().min(1).max(MOST_TURNS).default(MOST_TURNS),
  /** Of one function, input and output: once they are spent, the next turn is the last. */
  tokens: z.int().positive().nullable().default(null),
  /** Exemplars in the first message: FIND's search initialization. */
  searchInit: ExemplarOptions.optional(),
})
export type AiaOptions = z.output<typeof AiaOptions>
