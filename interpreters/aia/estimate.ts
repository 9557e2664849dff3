import type { ModelEstimate } from '../../plugins/model.ts'

/** English and JSON have about so many. */
const CHARACTERS_PER_TOKEN = 4
/** An exemplar is a line of some 30 characters. */
const TOKENS_PER_EXEMPLAR = 12
const ANSWER = 400
/** A loop: turns that models take, of those they have; tokens of what they write, and are told. */
const TYPICAL = { turns: 8, written: 300, told: 450 }

export interface Extent {
  /** Characters of the instructions and the descriptions of tools. */
  readonly instructions: number
  readonly exemplars: number
}

const promptTokens = ({ instructions, exemplars }: Extent) =>
  Math.ceil(instructions / CHARACTERS_PER_TOKEN) + exemplars * TOKENS_PER_EXEMPLAR

/** One question and its answer. A guess from the length of the prompt: nothing is measured. */
export const estimateOnce = (extent: Extent): ModelEstimate => ({
  calls: 1,
  inputTokens: promptTokens(extent),
  outputTokens: ANSWER,
  most: { conversations: 1, calls: 2, prompt: promptTokens(extent) },
})

/**
 * A loop, in which every turn sends the conversation so far again. A guess from the length of the
 * prompt and typical turns: nothing is measured, and hidden reasoning is not in it.
 */
export function estimateLoop(
  extent: Extent,
  { turns, tokens }: { readonly turns: number; readonly tokens: number | null },
): ModelEstimate {
  const first = promptTokens(extent)
  let [calls, inputTokens, outputTokens] = [0, 0, 0]
  const most = Math.min(turns, TYPICAL.turns)
  let last = false
  while (!last) {
    last = calls + 1 === most || (tokens !== null && inputTokens + outputTokens >= tokens)
    inputTokens += first + calls * (TYPICAL.written + TYPICAL.told)
    outputTokens += last ? ANSWER : TYPICAL.written
    calls++
  }
  // An answer that cannot be read has a turn more.
  const worst = { conversations: 1, calls: turns + 1, prompt: first, tokens }
  return { calls, inputTokens, outputTokens, most: worst }
}
