import type { Interpretation, Json, Message, ModelReply, Tool } from '../../../plugins/index.ts'

/** What a model wants, piece by piece of its turn. */
export type Step<A extends Interpretation> =
  | { readonly kind: 'call'; readonly name: string; readonly args: () => unknown }
  /** `read` throws MalformedAnswer where it is none. */
  | { readonly kind: 'answer'; readonly read: () => A }

/** What came of a call, ready for JSON. */
export type Result = Readonly<Record<string, Json>>

/** How a model and the loop talk: what stands in a turn, and what is told in return. */
export interface Talk<A extends Interpretation> {
  /** What the server is told of; none where calls are plain text. */
  readonly tools?: readonly Tool[]
  /** @throws MalformedAnswer where the turn has neither calls nor an answer. */
  read(reply: ModelReply): readonly Step<A>[]
  show(result: Result): string
  /** @param told what came of the reply's steps, in order, as far as they were gone through. */
  tell(reply: ModelReply, told: readonly string[], note: string | null): Message[]
}
