import { setTimeout as sleep } from 'node:timers/promises'
import pRetry from 'p-retry'
import { Fault } from './fault.ts'
import type { Limiter, Pace } from './limiter.ts'

/** A request that is refused so often while others get through is refused for what it is. */
const QUEUED = 12

/** It may be paid already, and be one that takes long: it is asked again no more often. */
const SILENCES = 2

/**
 * Tries until it succeeds, as often and as fast as a server allows. Rejects with the last
 * `Fault`, or with the reason of the signal.
 *
 * @param once asks the server one time, and gives the headers of its answer as well.
 */
export async function persist<T>(
  once: () => Promise<{ readonly reply: T; readonly headers: Headers }>,
  {
    limit,
    pace,
    retries,
    signal,
  }: {
    readonly limit: Limiter
    readonly pace: Pace
    readonly retries: number
    readonly signal: AbortSignal
  },
): Promise<T> {
  let tries = 0
  let silences = 0
  /** Whether others get through while this one has to wait for its turn. */
  let isQueued = false
  try {
    return await pRetry(
      (attempt) =>
        limit.run(
          async (feedback) => {
            tries = attempt
            isQueued = false
            try {
              const { reply, headers } = await once()
              feedback.succeeded(headers)
              return reply
            } catch (error) {
              if (error instanceof Fault && error.silent) silences += 1
              if (error instanceof Fault && error.throttled)
                isQueued = feedback.throttled(error.retryAfter) && attempt <= QUEUED
              throw error
            }
          },
          { signal, again: attempt > 1 },
        ),
      {
        retries,
        minTimeout: pace.backoff,
        maxTimeout: pace.longestBackoff,
        randomize: true,
        signal,
        // The limiter has it wait; a try is lost where nobody gets through.
        shouldConsumeRetry: () => !isQueued,
        shouldRetry: ({ error }) =>
          error instanceof Fault &&
          error.transient &&
          silences <= SILENCES &&
          (error.retryAfter ?? 0) <= pace.longestPause,
        onFailedAttempt: async ({ error, retriesLeft }) => {
          const wait = error instanceof Fault && error.transient ? error.retryAfter : null
          if (wait && retriesLeft > 0 && wait <= pace.longestPause)
            await sleep(wait, undefined, { signal })
        },
      },
    )
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof Fault) error.tries = tries
    throw error
  }
}
