import { z } from 'zod'
import type { Random } from '../plugins/contracts.ts'
import { randomStream } from '../plugins/utils/random.ts'
import { ApiError, wrongKey } from './api-error.ts'

/** Faults after which the same request may well succeed. */
export const TRANSIENT_FAULTS = [
  /** The server answers 429, and tells the time to wait. */
  'rate-limit',
  '500',
  '503',
  /** No answer comes until the client gives up. */
  'hang',
  /** All headers and half of the body come, and the connection is gone. */
  'reset',
  /** Half of the body comes, properly ended. */
  'truncated-json',
  /** A page for people comes, with status 200. */
  'wrong-content-type',
  /** An answer comes with no choice, or no output, in it. */
  'empty-choice',
] as const
/** Faults that another try does not mend; they come only where a schedule names them. */
export const PERMANENT_FAULTS = ['refusal', 'context-length', 'quota', 'bad-key'] as const

export type FaultKind = (typeof TRANSIENT_FAULTS | typeof PERMANENT_FAULTS)[number]

const FaultPlan = z.union([
  z.array(z.enum(['ok', ...TRANSIENT_FAULTS, ...PERMANENT_FAULTS])).readonly(),
  z
    .strictObject({
      rate: z.number().min(0).max(1),
      /** The kinds that are drawn, each equally often; by default all transient ones. */
      kinds: z.array(z.enum(TRANSIENT_FAULTS)).min(1).readonly().default(TRANSIENT_FAULTS),
      seed: z.int(),
    })
    .readonly(),
])
/**
 * Which requests meet with which faults: a share of them, drawn by chance, or each in order as a
 * list says, and none after its end.
 */
export type FaultPlan = z.input<typeof FaultPlan>

export interface Fate {
  readonly fault: FaultKind | null
  /** The stream for what is left to chance within the fault. */
  readonly random: Random
}

/**
 * Makes the function that tells what befalls a request, by its identity and how often it came:
 * under a rate that is the same in whatever order requests arrive.
 *
 * @throws ZodError where the plan is none.
 */
export function faultSchedule(given: FaultPlan): (identity: string) => Fate {
  const plan = FaultPlan.parse(given)
  if (!('rate' in plan)) {
    const left = [...plan]
    const random = randomStream(0, 'faults')
    return () => {
      const next = left.shift() ?? 'ok'
      return { fault: next === 'ok' ? null : next, random }
    }
  }
  const { rate, kinds, seed } = plan
  const tries = new Map<string, number>()
  return (identity) => {
    const count = tries.get(identity) ?? 0
    tries.set(identity, count + 1)
    const random = randomStream(seed, 'faults', identity, count)
    const strikes = random() < rate
    return { fault: strikes ? kinds[Math.floor(random() * kinds.length)]! : null, random }
  }
}

/** Gives the error that a fault answers with; null where it spoils an answer instead. */
export function faultError({ fault, random }: Fate, key: string): ApiError | null {
  switch (fault) {
    case 'rate-limit':
      return rateLimit(random)
    case '500':
      return new ApiError(500, {
        message: 'The server had an error while processing your request. Sorry about that!',
        type: 'server_error',
      })
    case '503':
      return new ApiError(503, {
        message: 'The server is overloaded or not ready yet.',
        type: 'server_error',
        code: 'server_is_overloaded',
      })
    case 'context-length':
      return new ApiError(400, {
        message: "Your input exceeds this model's maximum context length of 128000 tokens.",
        code: 'context_length_exceeded',
      })
    case 'quota':
      return new ApiError(429, {
        message: 'You exceeded your current quota; check your plan and billing details.',
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      })
    case 'bad-key':
      return wrongKey(key)
    default:
      return null
  }
}

/** Seconds that a client is told to wait are few, for tests wait as well. */
const [SHORTEST, LONGEST] = [0.05, 1]

function rateLimit(random: Random): ApiError {
  const seconds = (SHORTEST + random() * (LONGEST - SHORTEST)).toFixed(2)
  const headers: Record<string, string> =
    random() < 0.5
      ? { 'retry-after': seconds }
      : { 'retry-after-ms': `${Math.round(Number(seconds) * 1000)}` }
  return new ApiError(
    429,
    {
      message: `Rate limit reached for requests per min. Please try again in ${seconds}s.`,
      type: 'requests',
      code: 'rate_limit_exceeded',
    },
    headers,
  )
}
