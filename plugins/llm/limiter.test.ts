import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Feedback, type Limiter, limiter } from './limiter.ts'

const pace = { backoff: 100, longestBackoff: 1000, longestPause: 60_000 }
const { signal } = new AbortController()
const waiting = { signal, again: false }
const NONE = new Headers()

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Requests that are under way until they are told how they went. */
function requests(limit: Limiter, options = waiting) {
  const out: { feedback: Feedback; done: () => void }[] = []
  const begin = () =>
    limit.run(
      (feedback) => new Promise<void>((resolve) => out.push({ feedback, done: resolve })),
      options,
    )
  const end = async (how: (feedback: Feedback) => void) => {
    const { feedback, done } = out.shift()!
    how(feedback)
    done()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { out, begin, end }
}

const begun = async (limit: Limiter, n: number) => {
  const all = requests(limit)
  for (let i = 0; i < n; i++) void all.begin()
  await vi.advanceTimersByTimeAsync(0)
  return all
}

test('a throttled request halves the limit, once for all that were out with it', async () => {
  const limit = limiter(8, pace)
  const { end } = await begun(limit, 8)
  for (let i = 0; i < 8; i++) {
    await end((feedback) => feedback.throttled(0))
    expect(limit.limit).toBe(4)
  }
  const more = await begun(limit, 3)
  await vi.advanceTimersByTimeAsync(1)
  expect(more.out).toHaveLength(3)
  for (const expected of [2, 2, 2]) {
    await more.end((feedback) => feedback.throttled(0))
    expect(limit.limit).toBe(expected)
  }
})

test('as many successes as the limit raise it by one, up to the most', async () => {
  const limit = limiter(4, pace)
  const first = await begun(limit, 1)
  await first.end((feedback) => feedback.throttled(0))
  await vi.advanceTimersByTimeAsync(1)
  const limits: number[] = []
  const { end } = await begun(limit, 9)
  for (let i = 0; i < 9; i++) {
    await end((feedback) => feedback.succeeded(NONE))
    limits.push(limit.limit)
  }
  expect(limits).toEqual([2, 3, 3, 3, 4, 4, 4, 4, 4])
})

test('nobody goes out while the server wants to be left alone', async () => {
  const limit = limiter(4, pace)
  const { out, begin, end } = await begun(limit, 1)
  await end((feedback) => feedback.throttled(5000))
  void begin()
  await vi.advanceTimersByTimeAsync(4999)
  expect(out).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(out).toHaveLength(1)
})

test('without a word of the server the pauses double, up to the longest', async () => {
  const limit = limiter(1, pace)
  for (const wait of [100, 200, 400, 800, 1000, 1000]) {
    const { out, begin, end } = await begun(limit, 1)
    await end((feedback) => feedback.throttled(null))
    void begin()
    await vi.advanceTimersByTimeAsync(wait - 1)
    expect(out).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(out).toHaveLength(1)
    out[0]!.done()
    await vi.advanceTimersByTimeAsync(0)
  }
})

test('a shorter pause does not end a longer one, and one without end is none', async () => {
  const limit = limiter(4, pace)
  const { out, begin, end } = await begun(limit, 3)
  await end((feedback) => feedback.throttled(5000))
  await end((feedback) => feedback.throttled(10))
  await end((feedback) => feedback.throttled(86_400_000))
  void begin()
  await vi.advanceTimersByTimeAsync(4999)
  expect(out).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(out).toHaveLength(1)
})

test.for([
  ['remaining-requests', 'reset-requests', '1s', 1000],
  ['remaining-tokens', 'reset-tokens', '6m0s', 0],
  ['remaining-tokens', 'reset-tokens', '59.5s', 59_500],
  ['remaining-tokens', 'reset-tokens', '20ms', 20],
  ['remaining-requests', 'reset-requests', '7', 7000],
  ['remaining-requests', 'reset-tokens', '7', 0],
  ['remaining-requests', 'reset-requests', 'soon', 0],
] as const)('%s 0 and %s %s pause %i ms', async ([remaining, reset, text, wait]) => {
  const limit = limiter(4, pace)
  const { out, begin, end } = await begun(limit, 1)
  const headers = { [`x-ratelimit-${remaining}`]: '0', [`x-ratelimit-${reset}`]: text }
  await end((feedback) => feedback.succeeded(new Headers(headers)))
  void begin()
  await vi.advanceTimersByTimeAsync(Math.max(0, wait - 1))
  expect(out).toHaveLength(wait > 0 ? 0 : 1)
  await vi.advanceTimersByTimeAsync(1)
  expect(out).toHaveLength(1)
})

test('a server that has more to give is not spared', async () => {
  const limit = limiter(4, pace)
  const { out, begin, end } = await begun(limit, 1)
  const headers = { 'x-ratelimit-remaining-requests': '1', 'x-ratelimit-reset-requests': '60s' }
  await end((feedback) => feedback.succeeded(new Headers(headers)))
  void begin()
  await vi.advanceTimersByTimeAsync(0)
  expect(out).toHaveLength(1)
})

test('those that were tried before go first', async () => {
  const limit = limiter(1, pace)
  const order: string[] = []
  const work = (name: string) => async () => void order.push(name)
  await Promise.all([
    limit.run(work('first'), waiting),
    limit.run(work('new'), waiting),
    limit.run(work('again'), { signal, again: true }),
  ])
  expect(order).toEqual(['first', 'again', 'new'])
})

test('an abort leaves at once, waiting or running, paused or not', async () => {
  const limit = limiter(1, pace)
  const control = new AbortController()
  const reason = new Error('stopped')
  const options = { signal: control.signal, again: false }
  const hang = () => new Promise<never>(() => undefined)
  const running = limit.run(hang, options)
  const queued = limit.run(hang, options)
  control.abort(reason)
  await expect(running).rejects.toBe(reason)
  await expect(queued).rejects.toBe(reason)
  await expect(limit.run(hang, options)).rejects.toBe(reason)

  const { end } = await begun(limit, 1)
  await end((feedback) => feedback.throttled(60_000))
  const next = new AbortController()
  const paused = limit.run(hang, { signal: next.signal, again: false })
  next.abort(reason)
  await expect(paused).rejects.toBe(reason)
})

test('whatever happens, the limit holds and everybody gets a feedback', async () => {
  const outcome = fc.constantFrom('success', 'throttled', 'spent', 'thrown')
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.array(outcome), async (most, outcomes) => {
      const limit = limiter(most, pace)
      let out = 0
      const all = Promise.allSettled(
        outcomes.map((how) =>
          limit.run(async (feedback) => {
            out += 1
            expect(out).toBeLessThanOrEqual(limit.limit)
            expect(limit.limit).toBeLessThanOrEqual(most)
            await Promise.resolve()
            if (how === 'success') feedback.succeeded(NONE)
            if (how === 'throttled') feedback.throttled(null)
            if (how === 'spent')
              feedback.succeeded(
                new Headers({
                  'x-ratelimit-remaining-tokens': '0',
                  'x-ratelimit-reset-tokens': '3s',
                }),
              )
            out -= 1
            if (how === 'thrown') throw new Error('thrown')
            return how
          }, waiting),
        ),
      )
      await vi.runAllTimersAsync()
      const settled = await all
      expect(settled.map(({ status }) => status)).toEqual(
        outcomes.map((how) => (how === 'thrown' ? 'rejected' : 'fulfilled')),
      )
    }),
  )
})
