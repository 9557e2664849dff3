/** A prompt and what it becomes when tokens of it are replaced, in distribution and as long. */
export interface Pair {
  readonly clean: readonly number[]
  /** By the name of the choice of tokens, for instance `S2`. */
  readonly corrupted: Readonly<Record<string, Corrupted>>
  /** The position whose logits are read. */
  readonly position: number
  /** The answer of the clean prompt. */
  readonly answer: number
  /** Positions of the tokens that Gaussian noise is put on. */
  readonly key: readonly number[]
}

export interface Corrupted {
  readonly tokens: readonly number[]
  /** The answer of the corrupted prompt: not that of the clean one. */
  readonly answer: number
}
