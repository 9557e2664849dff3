import type { Score } from '../contracts.ts'

/** A strict score, and whether its scorer tells anything of the function. */
export interface StrictScore {
  readonly name: string
  readonly decides: boolean
  readonly score: Score
}

/**
 * A function is solved where every strict score that applies to it is 1: its global and its
 * local behaviour, inside and beyond the domain, in code short enough to be an explanation.
 *
 * Unscored where one of them is; inapplicable where none that decides applies.
 */
export function solved(strict: readonly StrictScore[]): Score {
  const applicable = strict.filter(({ score }) => score.status !== 'inapplicable')
  const unscored = applicable.find(({ score }) => score.status === 'unscored')
  if (!applicable.some(({ decides }) => decides)) {
    const reasons = strict.flatMap(({ decides, score }) =>
      decides && score.status === 'inapplicable' ? score.reason : [],
    )
    return { status: 'inapplicable', reason: reasons.join('; ') || 'no strict score decides it' }
  }
  if (unscored) return unscored.score
  const failing = applicable.flatMap(({ name, score }) =>
    score.status === 'scored' && score.value < 1 ? name : [],
  )
  return {
    status: 'scored',
    value: failing.length === 0 ? 1 : 0,
    detail: failing.length === 0 ? 'every strict score holds' : `fails ${failing.join(', ')}`,
  }
}
