import type { OperatorName } from '../../library/numeric/index.ts'
import type { Candidate } from './candidate.ts'
import type { Target } from './target.ts'

/** A way to answer that explains nothing, of any size: what is short enough is for `choose`. */
export interface NumericAttacker {
  readonly name: string
  /** The operators whose own form it has: to fit a polynomial to a polynomial is to find it. */
  readonly finds: readonly OperatorName[]
  readonly candidates: (target: Target) => Iterable<Candidate>
}
