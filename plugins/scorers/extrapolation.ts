import type { Scorer } from '../contracts.ts'
import { fitScore } from './fit.ts'
import { errorScale } from './squared-error.ts'

/**
 * Extrapolation: the criterion of `fit` on points beyond the queried domain, out to four times
 * its bounds, where the truth is finite. A law extrapolates, a table does not.
 */
export function extrapolation(): Scorer<'numeric'> {
  return {
    name: 'extrapolation',
    protocol: 'strict',
    decides: true,
    score({ evidence: sets }) {
      if (!sets.fit || !sets.extrapolation)
        return { status: 'inapplicable', reason: 'no finite point beyond the domain' }
      return fitScore(sets.extrapolation, errorScale(sets.fit.expected))
    },
  }
}
