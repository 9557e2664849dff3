/** How long the client waits for a server in trouble, in milliseconds. */
export interface Pace {
  /** The wait before the second try, with jitter on top; it doubles from try to try. */
  readonly backoff: number
  readonly longestBackoff: number
  /** A server that wants to be left alone for longer has no answer for this run. */
  readonly longestPause: number
}

export const PACE: Pace = { backoff: 500, longestBackoff: 60_000, longestPause: 300_000 }
