import PQueue from 'p-queue'
import parseDuration from 'parse-duration'

/** How long the client waits for a server in trouble, in milliseconds. */
export interface Pace {
  /** The wait before the second try, with jitter on top; it doubles from try to try. */
  readonly backoff: number
  readonly longestBackoff: number
  /** A server that wants to be left alone for longer has no answer for this run. */
  readonly longestPause: number
}

export const PACE: Pace = { backoff: 500, longestBackoff: 60_000, longestPause: 300_000 }

/** Lets only so many requests out at the same time as the server bears. */
export interface Limiter {
  /**
   * Runs `work` when its turn comes. Rejects at once with the reason of the signal when that is
   * aborted, whether it waits or runs.
   */
  run<T>(
    work: (feedback: Feedback) => Promise<T>,
    options: {
      readonly signal: AbortSignal
      /** Whether the work was tried before, and goes before what was not. */
      readonly again: boolean
    },
  ): Promise<T>
  /** How many requests may be out at the moment. */
  readonly limit: number
}

/** Tells the limiter how a request went. */
export interface Feedback {
  succeeded(headers: Headers): void
  /**
   * @param wait milliseconds that the server asked for.
   * @returns whether the server lets others through: then it is but a matter of turns.
   */
  throttled(wait: number | null): boolean
}

/** How many bursts may be throttled in a row before the server counts as closed to everybody. */
const PATIENCE = 3

/**
 * Makes a limiter by additive increase and multiplicative decrease: a request that the server
 * throttles halves the limit and holds all others back for as long as the server asks, or for a
 * pause that doubles from burst to burst; as many successes in a row as the limit raise it by one,
 * up to `most`. What was out when one was throttled is of the same burst, and changes nothing more.
 */
export function limiter(most: number, pace: Pace): Limiter {
  const queue = new PQueue({ concurrency: most })
  let successes = 0
  /** How often the limit was halved. Requests that went out before do not halve it again. */
  let halvings = 0
  /** How many bursts were throttled since the last success. */
  let strikes = 0
  let resumeAt = 0
  let timer: NodeJS.Timeout | undefined

  function pause(wait: number): void {
    const end = performance.now() + wait
    // What asks for a longer pause is given up at once, and so are those behind it.
    if (wait > pace.longestPause || end <= resumeAt) return
    resumeAt = end
    clearTimeout(timer)
    queue.pause()
    timer = setTimeout(() => queue.start(), wait)
    keepAwake()
  }
  /** A pause that nobody waits for does not keep the process alive. */
  function keepAwake(): void {
    if (queue.size > 0) timer?.ref()
    else timer?.unref()
  }
  queue.on('add', keepAwake)
  queue.on('next', keepAwake)

  return {
    run: (work, { signal, again }) => {
      const turn = () => {
        const begun = halvings
        return work({
          succeeded(headers) {
            strikes = 0
            successes += 1
            if (successes >= queue.concurrency && queue.concurrency < most) {
              successes = 0
              queue.concurrency += 1
            }
            const wait = exhausted(headers)
            if (wait !== null) pause(wait)
          },
          throttled(wait) {
            const isNew = begun === halvings
            if (isNew || wait !== null)
              pause(wait ?? Math.min(pace.backoff * 2 ** strikes, pace.longestBackoff))
            if (isNew) {
              halvings += 1
              successes = 0
              strikes += 1
              queue.concurrency = Math.max(1, Math.floor(queue.concurrency / 2))
            }
            return strikes <= PATIENCE
          },
        })
      }
      return queue.add(turn, { signal, priority: again ? 1 : 0 })
    },
    get limit() {
      return queue.concurrency
    },
  }
}

/** Reads how long the server takes no more requests, in milliseconds; null where it takes them. */
function exhausted(headers: Headers): number | null {
  const waits = ['requests', 'tokens'].flatMap((kind) => {
    if (headers.get(`x-ratelimit-remaining-${kind}`)?.trim() !== '0') return []
    const reset = headers.get(`x-ratelimit-reset-${kind}`) ?? ''
    // Some servers give `6m0s`, some plain seconds.
    return parseDuration(/^[\d.]+$/.test(reset) ? `${reset}s` : reset) ?? []
  })
  return waits.length > 0 ? Math.max(...waits) : null
}
