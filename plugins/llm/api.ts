import type { OpenAI } from 'openai'
import type { ModelReply, ModelRequest } from '../model.ts'
import type { ModelSettings } from '../run-settings.ts'

/** One way to talk to a server. */
export interface Api {
  prepare(settings: ModelSettings, request: ModelRequest): Prepared
  /**
   * Reads the reply that stands in a body, whether it came just now or from the cache.
   *
   * @throws Fault where the body holds no reply; with `paid` where it is a whole answer.
   */
  read(body: unknown): ModelReply
}

export interface Prepared {
  /** The whole of the request that the answer depends on. */
  readonly params: object
  /** Asks once, and resolves when the body is there to its end. */
  send(client: OpenAI, options: SendOptions): Promise<Sent>
}

export interface SendOptions {
  readonly signal: AbortSignal
  readonly headers: Readonly<Record<string, string>>
}

export interface Sent {
  readonly body: unknown
  readonly headers: Headers
}
