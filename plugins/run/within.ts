/** What came of work that had so much time. `ms`: what it took, less what it waited outside. */
export type Attempt<T> = { readonly ms: number } & (
  | { readonly status: 'answered'; readonly value: T }
  | { readonly status: 'threw'; readonly error: unknown }
  | {
      readonly status: 'timeout'
      /** What it said as it was stopped, beside that it was. */
      readonly last: string | null
    }
)

/** Milliseconds that work which is stopped has to put its things away. */
const GRACE = 2000

/** Waits for something, and takes that time off the clock. */
export type Outside = <T>(wait: () => Promise<T>) => Promise<T>

/**
 * Gives work so many milliseconds. Work that is aborted, or goes past its time, is told by its
 * signal, and waited for no longer than it takes to put away a process. Never rejects.
 */
export async function within<T>(
  timeout: number,
  signal: AbortSignal,
  work: (limit: AbortSignal, outside: Outside) => Promise<T>,
): Promise<Attempt<T>> {
  const time = new AbortController()
  const limit = AbortSignal.any([signal, time.signal])
  const watch = stopwatch(timeout, () => time.abort())
  const aborted = new Promise<never>((_, reject) => {
    if (limit.aborted) reject(limit.reason)
    else limit.addEventListener('abort', () => reject(limit.reason), { once: true })
  })
  const done = (async () => work(limit, watch.outside))().then(
    (value) => ({ status: 'answered', value }) as const,
    (error: unknown) => ({ status: 'threw', error }) as const,
  )
  const stopped = aborted.catch((error: unknown) => ({ status: 'threw', error }) as const)
  const end = await Promise.race([done, stopped])
  watch.stop()
  const ms = watch.elapsed()
  // Work that never waits keeps the timer from firing.
  const late = !signal.aborted && (time.signal.aborted || ms > timeout)
  // Whatever the work has left running is at an end as well.
  time.abort()
  const last = await atMost(GRACE, done)
  return late ? { status: 'timeout', ms, last: lastWords(last, limit) } : { ...end, ms }
}

async function atMost<T>(ms: number, done: Promise<T>): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), ms)
  try {
    return await Promise.race([done, promise])
  } finally {
    clearTimeout(timer)
  }
}

function lastWords(
  end: { readonly status: string; readonly error?: unknown } | undefined,
  { reason }: AbortSignal,
): string | null {
  const error = end?.error
  const isNews = error instanceof Error && error !== reason && error.name !== 'AbortError'
  return isNews ? error.message : null
}

/** Counts milliseconds, and calls once so many have passed; stands still while work is outside. */
function stopwatch(timeout: number, onTimeout: () => void) {
  let counted = 0
  let waiting = 0
  let stopped = false
  let since = performance.now()
  let timer = setTimeout(onTimeout, timeout)
  const elapsed = () => counted + (waiting > 0 ? 0 : performance.now() - since)
  const outside: Outside = async (wait) => {
    if (waiting === 0) {
      counted = elapsed()
      clearTimeout(timer)
    }
    waiting++
    try {
      return await wait()
    } finally {
      waiting--
      if (waiting === 0) {
        since = performance.now()
        if (!stopped) timer = setTimeout(onTimeout, Math.max(0, timeout - counted))
      }
    }
  }
  return {
    elapsed,
    outside,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
