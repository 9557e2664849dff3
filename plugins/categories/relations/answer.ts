import { z } from 'zod'
import type { Interpretation } from '../../contracts.ts'
import type { AnswerForm, AnswerPart } from '../../model.ts'

/** FIND's description and domain, and what can be carried out of them. */
export interface RelationAnswer extends Interpretation {
  /** What the inputs are that give something: `country`. */
  readonly class: string
  /** The property that they give: `capital`. */
  readonly relation: string
  /** The part of the class that gives nothing: by continent, Asia. */
  readonly exception: { readonly by: string; readonly is: string } | null
}

/** Enough for any name. */
const Name = z.string().trim().min(1).max(200)
const ExceptionSchema = z.strictObject({ by: Name, is: Name })

export const RelationAnswerSchema: z.ZodType<RelationAnswer> = z.strictObject({
  description: z.string().min(1),
  domain: z.string().nullable(),
  confidence: z.number().min(0).max(1).optional(),
  class: Name,
  relation: Name,
  exception: ExceptionSchema.nullable(),
})

/** Plain types alone: the JSON schema must be within what servers accept for strict output. */
const parts: readonly AnswerPart[] = [
  {
    name: 'class',
    about: 'the class of the inputs that give something, as one noun: planet, for instance.',
    schema: z.string().describe('The class of the inputs'),
    fromText: (text) => text,
  },
  {
    name: 'relation',
    about: 'the property of the input that is returned, as one noun: mass, for instance.',
    schema: z.string().describe('The property that is returned'),
    fromText: (text) => text,
  },
  {
    name: 'exception',
    about:
      'the part of the class that gives undefined, as the property that its members share and its value, kind and gas giant, for instance (in text: kind = gas giant); null (in text: none) if there is no such part.',
    schema: z
      .strictObject({
        by: z.string().describe('A property of the input'),
        is: z.string().describe('Its value in that part'),
      })
      .nullable()
      .describe('The part of the class that gives undefined; null for none'),
    fromText: exceptionOf,
  },
]

/** How a model writes an answer of a relation. */
export const relationForm: AnswerForm<RelationAnswer> = {
  parts,
  read: (written, { class: name, relation, exception }) =>
    RelationAnswerSchema.parse({ ...written, class: name, relation, exception }),
}

function exceptionOf(text: string) {
  if (/^\s*(none|null)?\.?\s*$/i.test(text)) return null
  const [, by, is] = /^([^=:]+)[=:](.+)$/.exec(text) ?? []
  if (by === undefined || is === undefined)
    throw new SyntaxError(`expected an exception such as kind = gas giant, or none; got ${text}`)
  return { by, is }
}
