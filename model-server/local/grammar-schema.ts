import { invalidRequest } from '../api-error.ts'
import type { JsonSchema } from '../conversation.ts'

/**
 * Makes the schema that a grammar is built of. It holds the types alone: how long and how large
 * things may be is for the reader to judge, and would make a grammar of thousands of rules.
 *
 * @param owner whose schema it is, for the message.
 * @throws ApiError where a part of it has no type: a grammar would let nothing but null pass.
 */
export function grammarSchema(schema: unknown, owner: string): JsonSchema {
  const part = (one: unknown) => grammarSchema(one, owner)
  const parts = (many: unknown) =>
    Object.fromEntries(Object.entries(many ?? {}).map(([name, one]) => [name, part(one)]))
  const {
    type,
    description,
    properties,
    additionalProperties: others,
    items,
    anyOf,
    oneOf = anyOf,
    enum: choices,
    const: only,
    $ref,
    definitions,
    $defs = definitions,
  } = (schema ?? {}) as Record<string, unknown>
  const about = {
    ...(typeof description === 'string' && { description }),
    ...(typeof $defs === 'object' && { $defs: parts($defs) }),
  }
  if (typeof $ref === 'string')
    return { ...about, $ref: $ref.replace('#/definitions/', '#/$defs/') }
  if (Array.isArray(oneOf)) return { ...about, oneOf: oneOf.map(part) }
  if (Array.isArray(choices)) return { ...about, enum: choices }
  if (only !== undefined) return { ...about, const: only }
  if (type === 'object')
    return {
      ...about,
      type,
      properties: parts(properties),
      ...(typeof others === 'object' && { additionalProperties: part(others) }),
    }
  if (type === 'array')
    return { ...about, type, ...(items !== undefined && { items: part(items) }) }
  if (typeof type === 'string' || Array.isArray(type)) return { ...about, type }
  throw invalidRequest(
    `Invalid schema for ${owner}: no grammar can be made of a part without a type: ` +
      `${JSON.stringify(schema).slice(0, 200)}.`,
    null,
    'invalid_function_parameters',
  )
}
