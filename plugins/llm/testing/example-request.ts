import { z } from 'zod'
import type { ModelRequest } from '../../model.ts'
import type { ModelSettings } from '../../run-settings.ts'
import { ModelConfig, modelSettings } from '../model-settings.ts'

export const KEY = 'sk-test-0123456789abcdefghij'
export const ENV = { OPENAI_API_KEY: KEY }
/** Tests do not wait as long as servers want. */
export const QUICK = { backoff: 1, longestBackoff: 5, longestPause: 5000 }

const NAMED = { name: 'test', apiKeyEnv: 'OPENAI_API_KEY', retries: 3 }

/** Settings of a model called `test`. */
export const exampleSettings = (config: Partial<z.input<typeof ModelConfig>> = {}): ModelSettings =>
  modelSettings(ModelConfig.parse({ ...NAMED, ...config }), {
    concurrency: 4,
    env: {},
    prices: {},
  })

export const exampleRequest = (text: string, more: Partial<ModelRequest> = {}): ModelRequest => ({
  prompt: 'aia/numeric@1',
  instructions: 'Answer in numbers.',
  messages: [{ role: 'user', text }],
  ...more,
})

export const exampleTools = [
  {
    name: 'query',
    description: 'Runs the function.',
    parameters: z.strictObject({ inputs: z.union([z.array(z.number()), z.array(z.string())]) }),
  },
  {
    name: 'submit',
    description: 'Ends the case.',
    parameters: z.object({ description: z.string(), domain: z.string().nullable() }),
  },
]

export const exampleFormat = {
  name: 'choice',
  schema: z.object({
    index: z.int().min(1).max(3),
    why: z.object({ rule: z.string() }).nullable(),
  }),
}

/** Finds what keeps a JSON schema from being strict: open objects, and optional fields. */
export function looseObjects(schema: unknown): unknown[] {
  if (typeof schema !== 'object' || schema === null) return []
  const inner = Object.values(schema).flatMap(looseObjects)
  if (!('type' in schema) || schema.type !== 'object') return inner
  const { properties = {}, required, additionalProperties } = schema as Record<string, unknown>
  const all = JSON.stringify(Object.keys(properties as object)) === JSON.stringify(required)
  return all && additionalProperties === false ? inner : [schema, ...inner]
}
