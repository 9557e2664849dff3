import { z } from 'zod'
import type { Interpretation } from '../../contracts.ts'
import type { AnswerForm, AnswerPart } from '../../model.ts'

/** FIND's description and domain, and what can be carried out of them. */
export interface EntityAnswer extends Interpretation {
  /** One concept or two, by name: `umbrella`. */
  readonly concepts: readonly string[]
}

/** Enough for any name. */
const Name = z.string().trim().min(1).max(200)
const MOST = 2

export const EntityAnswerSchema: z.ZodType<EntityAnswer> = z.strictObject({
  description: z.string().min(1),
  domain: z.string().nullable(),
  confidence: z.number().min(0).max(1).optional(),
  concepts: z.array(Name).min(1).max(MOST),
})

const parts: readonly AnswerPart[] = [
  {
    name: 'concepts',
    about:
      'the concept, or the two concepts, each as one plain noun: ["umbrella"], for instance, or ["umbrella", "candle"] (in text: umbrella; candle).',
    schema: z.array(z.string()).describe('One concept, or two'),
    fromText: (text) => text.split(/[;\n]/).flatMap((name) => name.trim() || []),
  },
]

/** How a model writes an answer of an entity neuron. */
export const entityForm: AnswerForm<EntityAnswer> = {
  parts,
  read: (written, { concepts }) => EntityAnswerSchema.parse({ ...written, concepts }),
}
