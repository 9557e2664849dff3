import { z } from 'zod'
import type { FunctionSpec } from '../../plugins/contracts.ts'
import { OPERATOR_NAMES } from '../../library/numeric/index.ts'

const term = z.strictObject({
  operator: z.enum(OPERATOR_NAMES),
  parameters: z.record(z.string(), z.union([z.number(), z.array(z.number()).readonly()])),
})

const law = z.discriminatedUnion('form', [
  z.strictObject({ form: z.literal('atomic'), term }),
  z.strictObject({ form: z.enum(['sum', 'product']), terms: z.tuple([term, term]).readonly() }),
])

const interval = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('inside'), low: z.number(), high: z.number() }),
  z.strictObject({ kind: z.literal('above'), low: z.number() }),
  z.strictObject({ kind: z.literal('below'), high: z.number() }),
])

/** All that a numeric function is built from: its law, and how it departs from it. */
export const NumericParams = z.discriminatedUnion('variant', [
  z.strictObject({ variant: z.literal('clean'), law }),
  z.strictObject({
    variant: z.literal('corrupted'),
    law,
    corruption: z.strictObject({ interval, level: z.number() }),
  }),
  z.strictObject({
    variant: z.literal('noisy'),
    law,
    noise: z.enum(['uniform', 'normal', 'poisson']),
  }),
  z.strictObject({
    variant: z.literal('mlp'),
    law,
    /** Names the random stream of the network's initial weights, together with the id. */
    seed: z.int(),
  }),
])
export type NumericParams = z.infer<typeof NumericParams>

/** @throws ZodError on a spec that is not one of this suite. */
export function paramsOf(spec: FunctionSpec<'numeric'>): NumericParams {
  return NumericParams.parse(spec.params)
}
