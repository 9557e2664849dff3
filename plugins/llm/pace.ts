/** How long is waited, in milliseconds. */
export interface Pace {
  /** Before the second try, with jitter on top; it doubles from try to try. */
  readonly backoff: number
  readonly longestBackoff: number
  /** A server that wants to be left alone for longer has no answer for this run. */
  readonly longestPause: number
}

export const PACE: Pace = { backoff: 500, longestBackoff: 60_000, longestPause: 300_000 }
