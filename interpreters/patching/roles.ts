import type { Run } from '../../library/transformer/engine.ts'
import type { Node } from '../../library/transformer/nodes.ts'
import type { Role } from '../../plugins/categories/circuits/task.ts'

/** The mean attention from which a pattern is a head's. */
const SHARE = 0.4

/**
 * What heads do as far as their attention on the clean prompts tells, by the patterns that the
 * field looks for (Elhage et al. 2021; Olsson et al. 2022; TransformerLens' head detector): to the
 * token before, to an earlier copy, to what stands behind an earlier copy. Any other is a mover, a
 * negative one where its effect is negative. MLPs are indicators.
 */
export function rolesOf(
  run: Run,
  nodes: readonly Node[],
  effects: readonly number[],
): readonly (Role | null)[] {
  return nodes.map((node, i): Role | null => {
    if (!('head' in node)) return 'indicator'
    const pattern = run.at({ kind: 'pattern', layer: node.layer, head: node.head })
    const shareOf = (isSeen: (tokens: readonly number[], query: number, key: number) => boolean) =>
      attention(run, pattern, isSeen)
    if (shareOf((_, query, key) => key === query - 1) > SHARE) return 'previous-token'
    if (shareOf((tokens, query, key) => key < query && tokens[key] === tokens[query]) > SHARE)
      return 'duplicate-token'
    if (
      shareOf((tokens, query, key) => key > 0 && key < query && tokens[key - 1] === tokens[query]) >
      SHARE
    )
      return 'induction'
    return effects[i]! < 0 ? 'negative-mover' : 'mover'
  })
}

/** The mean attention to keys of a kind, over the queries that have one. */
function attention(
  { prompts }: Run,
  pattern: ArrayLike<number>,
  isSeen: (tokens: readonly number[], query: number, key: number) => boolean,
): number {
  const length = prompts[0]!.length
  let [sum, queries] = [0, 0]
  prompts.forEach((tokens, prompt) => {
    for (let query = 0; query < length; query++) {
      const keys = tokens.flatMap((_, key) => (isSeen(tokens, query, key) ? [key] : []))
      if (keys.length === 0) continue
      const row = (prompt * length + query) * length
      sum += keys.reduce((all, key) => all + pattern[row + key]!, 0)
      queries++
    }
  })
  return queries === 0 ? 0 : sum / queries
}
