import { expect, test } from 'vitest'
import { singleFlight } from './single-flight.ts'

const { signal } = new AbortController()

test('what several want at the same time is done once, and anew later', async () => {
  const fly = singleFlight<number>()
  let done = 0
  const work = async () => ++done
  const all = await Promise.all([fly('a', signal, work), fly('a', signal, work)])
  expect(all).toEqual([
    { value: 1, joined: false },
    { value: 1, joined: true },
  ])
  expect(await fly('b', signal, work)).toEqual({ value: 2, joined: false })
  expect(await fly('a', signal, work)).toEqual({ value: 3, joined: false })
})

test('all hear of a failure, and the next begins anew', async () => {
  const fly = singleFlight<number>()
  const fails = async () => Promise.reject(new Error('failed'))
  const outcomes = await Promise.allSettled([fly('a', signal, fails), fly('a', signal, fails)])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await fly('a', signal, async () => 1)).toEqual({ value: 1, joined: false })
})

test('the work ends when the last who waits has left, and not before', async () => {
  const fly = singleFlight<number>()
  const [first, last] = [new AbortController(), new AbortController()]
  let inner: AbortSignal | undefined
  const work = (own: AbortSignal) => {
    inner = own
    return new Promise<number>(() => undefined)
  }
  const waiting = [fly('a', first.signal, work), fly('a', last.signal, work)]
  const reasons = Promise.allSettled(waiting)
  first.abort(new Error('first'))
  await expect(waiting[0]).rejects.toThrow('first')
  expect(inner?.aborted).toBe(false)
  last.abort(new Error('last'))
  expect(inner?.reason).toBe(last.signal.reason)
  await reasons
  // Who comes after them does not get the work that was given up.
  expect(await fly('a', signal, async () => 1)).toEqual({ value: 1, joined: false })
  await expect(fly('a', first.signal, work)).rejects.toThrow('first')
})
