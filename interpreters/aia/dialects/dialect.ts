import type { Interpretation, Message, ModelReply, Tool } from '../../../plugins/contracts.ts'
import type { Result } from '../experiment.ts'

/** What a model wants, piece by piece of its turn. */
export type Step =
  | { readonly kind: 'call'; readonly name: string; readonly args: () => unknown }
  /** `read` throws MalformedAnswer where it is none. */
  | { readonly kind: 'answer'; readonly read: () => Interpretation }

/** How a model and the loop talk: what stands in a turn, and what is told in return. */
export interface Dialect {
  /** What the server is told of; none where calls are plain text. */
  readonly tools?: readonly Tool[]
  /** @throws MalformedAnswer where the turn has neither calls nor an answer. */
  read(reply: ModelReply): readonly Step[]
  show(result: Result): string
  /** @param told what came of the reply's steps, in order, as far as they were gone through. */
  tell(reply: ModelReply, told: readonly string[], note: string | null): Message[]
}
