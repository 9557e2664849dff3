import type { Corrupted, Pair } from '../../../plugins/categories/circuits/task.ts'

/** Tokens by position, and what the prompt is answered with when they stand there. */
interface Replacement {
  readonly replaced: Readonly<Record<number, number>>
  readonly answer: number
}

/**
 * The pair of a clean prompt and each of its corruptions. One that leaves the answer as it was is
 * rejected: nothing could be measured between the two.
 */
export function corrupted(
  prompt: Omit<Pair, 'corrupted'>,
  replacements: Readonly<Record<string, Replacement>>,
): Pair {
  const corruptions = Object.entries(replacements).map(([name, { replaced, answer }]) => {
    if (answer === prompt.answer) {
      throw new Error(`corruption ${name} leaves the answer as it was: token ${answer}`)
    }
    const tokens = prompt.clean.map((token, position) => replaced[position] ?? token)
    return [name, { tokens, answer }] satisfies [string, Corrupted]
  })
  return { ...prompt, corrupted: Object.fromEntries(corruptions) }
}
