/**
 * Work that several want at the same time is done once.
 *
 * @returns the value, and whether another caller began the work. Rejects at once with the reason
 *   of the caller's own signal; the work itself is aborted when nobody waits for it any more.
 */
export type SingleFlight<T> = (
  key: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
) => Promise<{ readonly value: T; readonly joined: boolean }>

interface Flight<T> {
  readonly landed: Promise<T>
  readonly control: AbortController
  waiting: number
}

export function singleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Flight<T>>()

  function begin(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const control = new AbortController()
    const flight = { landed: work(control.signal), control, waiting: 0 }
    flights.set(key, flight)
    const land = () => forget(key, flight)
    flight.landed.then(land, land)
    return flight
  }
  function forget(key: string, flight: Flight<T>): void {
    if (flights.get(key) === flight) flights.delete(key)
  }

  return async (key, signal, work) => {
    signal.throwIfAborted()
    const running = flights.get(key)
    const flight = running ?? begin(key, work)
    flight.waiting += 1
    const { promise: left, reject } = Promise.withResolvers<never>()
    const leave = () => {
      flight.waiting -= 1
      if (flight.waiting === 0) {
        // Who comes now begins anew.
        forget(key, flight)
        flight.control.abort(signal.reason)
      }
      reject(signal.reason)
    }
    signal.addEventListener('abort', leave, { once: true })
    try {
      return { value: await Promise.race([flight.landed, left]), joined: running !== undefined }
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }
}
