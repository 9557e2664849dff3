import type { Scorer } from '../contracts.ts'
import { fitScore } from './fit.ts'
import { errorScale } from './squared-error.ts'

/** Looser than within the domain: beyond it the last bits of a law grow. */
const IDENTIFIED = 1e-4

/**
 * Extrapolation: 1 - R² < 1e-4 on points beyond the queried domain, out to four times its bounds,
 * where the truth is finite and not corrupted. A law extrapolates, a table does not. Its part
 * `beyond` is whether an answer is about right there, 1 - R² < 0.01.
 */
export function extrapolation(): Scorer<'numeric'> {
  return {
    name: 'extrapolation',
    protocol: 'strict',
    decides: true,
    score({ evidence: { fit, extrapolation: set } }) {
      if (!fit || !set)
        return { status: 'inapplicable', reason: 'no finite point beyond the domain' }
      const scale = errorScale(fit.expected)
      return { ...fitScore(set, scale, IDENTIFIED), parts: { beyond: fitScore(set, scale).value } }
    },
  }
}
