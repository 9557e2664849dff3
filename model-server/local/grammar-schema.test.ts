import { expect, test } from 'vitest'
import { z } from 'zod'
import { schemaOf } from '../testing/play-case.ts'
import { grammarSchema } from './grammar-schema.ts'

const built = (schema: z.ZodType) => grammarSchema(schemaOf(schema), 'function a')

test('a schema of a tool keeps its types, and what is said of them', () => {
  const schema = z.strictObject({
    inputs: z.array(z.number().min(-128)).min(1).max(2000).describe('Numbers'),
    domain: z.string().max(9).nullable(),
    kind: z.enum(['a', 'b']),
    always: z.literal(3),
    by: z.record(z.string(), z.boolean()),
  })
  expect(built(schema)).toEqual({
    type: 'object',
    properties: {
      inputs: { description: 'Numbers', type: 'array', items: { type: 'number' } },
      domain: { oneOf: [{ type: 'string' }, { type: 'null' }] },
      kind: { enum: ['a', 'b'] },
      always: { const: 3 },
      by: { type: 'object', properties: {}, additionalProperties: { type: 'boolean' } },
    },
  })
})

test('parts that are named are where a grammar looks for them', () => {
  const tree = { type: 'object', properties: { left: { $ref: '#/definitions/tree' } } }
  expect(grammarSchema({ $ref: '#/definitions/tree', definitions: { tree } }, 'x')).toEqual({
    $ref: '#/$defs/tree',
    $defs: { tree: { type: 'object', properties: { left: { $ref: '#/$defs/tree' } } } },
  })
})

test('a part without a type is refused, and named', () => {
  const schema = z.strictObject({ anything: z.unknown() })
  expect(() => built(schema)).toThrow(
    /Invalid schema for function a: no grammar can be made of a part without a type: \{\}/,
  )
})
