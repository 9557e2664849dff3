import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { within } from './within.ts'

const never = () => new Promise<never>(() => undefined)
const running = () => new AbortController().signal

test('an answer and an error are what they are', async () => {
  expect(await within(1000, running(), async () => 7)).toMatchObject({
    status: 'answered',
    value: 7,
  })
  const error = new Error('lost')
  const threw = within(1000, running(), () => Promise.reject(error))
  expect(await threw).toMatchObject({ status: 'threw', error })
})

test('what goes past its time has timed out, however it ends, and is told', async () => {
  // A timer may fire up to a millisecond early.
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => within(5, running(), never)))
  expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['timeout']))
  const told = Promise.withResolvers<void>()
  const listening = within(5, running(), async (limit) => {
    limit.addEventListener('abort', () => told.resolve())
    return never()
  })
  expect(await listening).toMatchObject({ status: 'timeout' })
  await told.promise
})

test('work that keeps its thread busy is held to its time as well', async () => {
  const busy = within(5, running(), async () => {
    const begin = performance.now()
    while (performance.now() - begin < 20);
    return 'late'
  })
  expect(await busy).toMatchObject({ status: 'timeout' })
})

test('a cancelled run is no timeout', async () => {
  const control = new AbortController()
  const work = within(1000, control.signal, never)
  control.abort(new Error('cancelled'))
  expect(await work).toMatchObject({ status: 'threw', error: new Error('cancelled') })
})

test('a run that was cancelled before is not waited for', async () => {
  const work = within(1000, AbortSignal.abort(new Error('cancelled')), never)
  expect(await work).toMatchObject({ status: 'threw', error: new Error('cancelled') })
})

test('what the work leaves running is told that it is over', async () => {
  let over: AbortSignal | undefined
  await within(1000, running(), async (limit) => void (over = limit))
  expect(over?.aborted).toBe(true)
})

test('time outside does not count, also where several wait at once', async () => {
  const outcome = await within(500, running(), async (_, outside) => {
    await Promise.all([outside(() => sleep(600)), outside(() => sleep(700))])
    return 'answered'
  })
  expect(outcome).toMatchObject({ status: 'answered' })
  const after = within(20, running(), async (_, outside) => {
    await outside(() => sleep(50))
    return never()
  })
  expect(await after).toMatchObject({ status: 'timeout' })
})

test('work that is stopped has a moment to put its things away, and a last word', async () => {
  let cleared = false
  const tidy = within(20, running(), async (limit) => {
    await new Promise((resolve) => limit.addEventListener('abort', resolve))
    await sleep(50)
    cleared = true
    throw new Error('it was at input 3')
  })
  expect(await tidy).toMatchObject({ status: 'timeout', last: 'it was at input 3' })
  expect(cleared).toBe(true)
  // That it was aborted is no news.
  const plain = within(20, running(), (limit) => sleep(1000, undefined, { signal: limit }))
  expect(await plain).toMatchObject({ status: 'timeout', last: null })
})
