import type { Candidate } from './candidate.ts'

const CANDIDATES = 30

/**
 * The input that splits the candidates best: its commonest output is shared by the fewest.
 * Null where they agree on all inputs.
 */
export function bestExperiment(
  candidates: readonly Candidate[],
  inputs: readonly string[],
): string | null {
  const judged = candidates.slice(0, CANDIDATES)
  let best: string | null = null
  let fewest = judged.length
  for (const input of inputs) {
    const counts = new Map<string, number>()
    let most = 0
    for (const { run } of judged) {
      const output = run(input)
      const count = (counts.get(output) ?? 0) + 1
      counts.set(output, count)
      if (count > most) most = count
    }
    if (most < fewest) {
      best = input
      fewest = most
    }
  }
  return best
}
