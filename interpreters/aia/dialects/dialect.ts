import {
  CallRefused,
  CUT_OFF,
  type Interpretation,
  type Json,
  type Message,
  type ModelReply,
  type Tool,
} from '../../../plugins/index.ts'

/** What a model wants, piece by piece of its turn. */
export type Step<A extends Interpretation> =
  | { readonly kind: 'call'; readonly name: string; readonly args: () => unknown }
  /** `read` throws MalformedAnswer where it is none. */
  | { readonly kind: 'answer'; readonly read: () => A }

/** What came of a call, ready for JSON. */
export type Result = Readonly<Record<string, Json>>

/** What a model may still spend. */
export interface Left {
  readonly queries: number
  readonly turns: number
}

/** Nothing where it is not told. */
export const leftInWords = (left: Left | null): string[] => (left ? [inWords(left)] : [])

const inWords = ({ queries, turns }: Left): string =>
  `You have ${queries} ${queries === 1 ? 'query' : 'queries'} and ${turns} ${turns === 1 ? 'turn' : 'turns'} left.`

/** How a model and the loop talk: what stands in a turn, and what is told in return. */
export interface Talk<A extends Interpretation> {
  /** What the server is told of; none where calls are plain text. */
  readonly tools?: readonly Tool[]
  /** The steps of a turn, in order; none where the model only thinks aloud. */
  read(reply: ModelReply): readonly Step<A>[]
  /** What a model is told that only thought aloud. */
  nudge(reply: ModelReply): string
  /**
   * @param told what came of the reply's steps, in order, as far as they were gone through; words
   *   where there is no result.
   * @param left null where it is not told.
   */
  tell(
    reply: ModelReply,
    told: readonly (Result | string)[],
    left: Left | null,
    note: string | null,
  ): Message[]
}

/**
 * Reads what the last call of a turn that was cut off is given.
 *
 * @throws CallRefused where its end is missing.
 */
export function readCutOff(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    // oxlint-disable-next-line preserve-caught-error -- where the text broke off says nothing, and would keep equal failures apart
    throw error instanceof SyntaxError ? new CallRefused(CUT_OFF) : error
  }
}
