import type { Scorer } from '../contracts.ts'
import { fitScore } from './fit.ts'
import { errorScale } from './squared-error.ts'

/** Parameters of a law have one decimal: who knows the law has them exactly. */
const IDENTIFIED = 1e-9

/**
 * Whether the law is identified: 1 - R² < 1e-9 against the noise-free truth on seeded points off
 * any grid in the queried domain, outside of a corrupted interval and not near its ends. What
 * only approximates a law, however closely, does not get there in code that is short. Its part
 * `fit` is whether an answer is about right, 1 - R² < 0.01 over the whole domain.
 */
export function law(): Scorer<'numeric'> {
  return {
    name: 'law',
    protocol: 'strict',
    decides: true,
    score({ evidence: { fit, outside } }) {
      const set = outside ?? fit
      if (!fit || !set) return { status: 'inapplicable', reason: 'no finite point in the domain' }
      const scale = errorScale(fit.expected)
      return { ...fitScore(set, scale, IDENTIFIED), parts: { fit: fitScore(fit, scale).value } }
    },
  }
}
