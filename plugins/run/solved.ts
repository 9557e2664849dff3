import type { Score } from '../contracts.ts'

/**
 * A function is solved where every strict score that applies to it is 1: its global and its
 * local behaviour, inside and beyond the domain, in code short enough to be an explanation.
 *
 * Unscored where one of them is; inapplicable where only `concise` would decide, since short
 * code alone says nothing about the function.
 *
 * @param strict scores of the strict protocol, by scorer.
 */
export function solved(strict: ReadonlyMap<string, Score>): Score {
  const failing: string[] = []
  let decided = false
  let unscored: Score | undefined
  for (const [name, score] of strict) {
    if (score.status === 'inapplicable') continue
    decided ||= name !== 'concise'
    if (score.status === 'unscored') unscored ??= score
    else if (score.value < 1) failing.push(name)
  }
  if (decided && unscored) return unscored
  if (!decided) return { status: 'inapplicable', reason: 'no single right output to compare with' }
  return {
    status: 'scored',
    value: failing.length === 0 ? 1 : 0,
    detail: failing.length === 0 ? 'every strict score holds' : `fails ${failing.join(', ')}`,
  }
}
