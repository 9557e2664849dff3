import type { ModelReply } from '../model.ts'

/** A request that brought no answer. Its message may hold a key: it is not for showing. */
export class Fault extends Error {
  override readonly name = 'Fault'
  /** Whether the same request may well succeed later. */
  readonly transient: boolean
  readonly status: number | null
  /** Whether the server asks for fewer requests. */
  readonly throttled: boolean
  /** Milliseconds for which the server wants to be left alone. */
  readonly retryAfter: number | null
  /** The tokens of a whole answer that cannot be read: it is paid, and not asked for again. */
  readonly paid: ModelReply['tokens'] | null
  /** Whether nothing came in time. */
  readonly silent: boolean
  /** How often the request was made in vain. */
  tries = 0

  constructor(
    reason: string,
    about: {
      readonly transient: boolean
      readonly status?: number | null
      readonly throttled?: boolean
      readonly retryAfter?: number | null
      readonly silent?: boolean
      readonly paid?: ModelReply['tokens'] | null
    },
  ) {
    super(reason)
    this.transient = about.transient
    this.status = about.status ?? null
    this.throttled = about.throttled ?? false
    this.retryAfter = about.retryAfter ?? null
    this.silent = about.silent ?? false
    this.paid = about.paid ?? null
  }
}
