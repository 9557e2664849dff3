/** How long a burst takes at a server that bears fewer at once: in virtual time, without a network. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Api } from './api.ts'
import { Fault } from './fault.ts'
import { PACE } from './limiter.ts'
import { openServer } from './server.ts'
import { ENV, exampleSettings } from './testing/example-request.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const LATENCY = 1000
const OK = { text: 'ok', calls: [], refusal: null, truncated: false, raw: null } as const
const TOKENS = { input: 1, cachedInput: 0, output: 1 }
const api: Pick<Api, 'read'> = { read: () => ({ ...OK, tokens: TOKENS }) }

/** Answers so many at the same time in a second each, and refuses the others at once. */
function bearing(most: number) {
  let open = 0
  const send = async () => {
    if (open >= most)
      throw new Fault('slow down', { transient: true, status: 429, throttled: true })
    open++
    await new Promise((resolve) => setTimeout(resolve, LATENCY))
    open--
    return { body: {}, headers: new Headers() }
  }
  return { params: {}, send }
}

/** What became of so many requests, and how many seconds the last of them took. */
async function burst({
  concurrency,
  most,
  count,
}: Record<'concurrency' | 'most' | 'count', number>) {
  const settings = { ...exampleSettings({ retries: 6 }), concurrency }
  const { ask } = openServer(settings, api as Api, ENV, PACE)
  const prepared = bearing(most)
  const { signal } = new AbortController()
  const begin = performance.now()
  const all = Array.from({ length: count }, async () => {
    await ask(prepared, 'id', signal, () => undefined)
    return (performance.now() - begin) / 1000
  })
  const settled = Promise.allSettled(all)
  await vi.advanceTimersByTimeAsync(3_600_000)
  const ends = (await settled).map((one) => (one.status === 'fulfilled' ? one.value : null))
  return {
    failed: ends.filter((end) => end === null).length,
    seconds: Math.max(0, ...ends.map((end) => end ?? 0)),
  }
}

test.each([
  // An ideal client takes 12, 50, 60 and 200 seconds; one that takes each 429 for a strike 89, 194
  // and 213 for the first three.
  [{ concurrency: 32, most: 10, count: 120 }, 20],
  [{ concurrency: 64, most: 10, count: 500 }, 75],
  [{ concurrency: 32, most: 1, count: 60 }, 75],
  [{ concurrency: 128, most: 2, count: 400 }, 240],
])('%j are all answered, within %i seconds', async (about, longest) => {
  const { failed, seconds } = await burst(about)
  expect(failed).toBe(0)
  expect(seconds).toBeLessThan(longest)
})

test('a server that lets nobody through is given up', async () => {
  expect(await burst({ concurrency: 8, most: 0, count: 8 })).toEqual({ failed: 8, seconds: 0 })
})

test('a request that the server never lets through is given up while others get through', async () => {
  const settings = { ...exampleSettings({ retries: 6 }), concurrency: 8 }
  const { ask } = openServer(settings, api as Api, ENV, PACE)
  const { signal } = new AbortController()
  const begin = performance.now()
  const endOf = async (prepared: ReturnType<typeof bearing>) => {
    const error: unknown = await ask(prepared, 'id', signal, () => undefined).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    return { seconds: (performance.now() - begin) / 1000, error }
  }
  const stuck = endOf(bearing(0))
  const others = Array.from({ length: 1000 }, () => endOf(bearing(1000)))
  await vi.advanceTimersByTimeAsync(3_600_000)
  const ends = await Promise.all(others)
  // Alone they take 125 seconds; with one that is tried as long as others get through, 994.
  expect(Math.max(...ends.map(({ seconds }) => seconds))).toBeLessThan(170)
  expect(ends.every(({ error }) => error === undefined)).toBe(true)
  expect(await stuck).toMatchObject({ error: { message: 'slow down', tries: 19 } })
})
