import type { Score, Scorer } from '../contracts.ts'
import { type AnsweredNumbers, centredError, errorScale, worstPoint } from './squared-error.ts'

const THRESHOLD = 0.01

/** Whether 1 - R² on `set` is below 0.01, as a score. `scale`: see {@link errorScale}. */
export function fitScore(set: AnsweredNumbers, scale: number): Score & { status: 'scored' } {
  const error = centredError(set, scale)
  const counterexample = worstPoint(set)
  return {
    status: 'scored',
    value: error < THRESHOLD ? 1 : 0,
    detail: `1 - R² ${error.toPrecision(3)}, success below ${THRESHOLD}`,
    ...(error >= THRESHOLD && counterexample ? { counterexample } : {}),
  }
}

/**
 * Global fit: 1 - R² < 0.01 against the noise-free truth, on seeded points off any grid in the
 * queried domain. For a constant truth the root mean squared error must stay below 0.1.
 */
export function fit(): Scorer<'numeric'> {
  return {
    name: 'fit',
    protocol: 'strict',
    decides: true,
    score({ evidence: sets }) {
      if (!sets.fit) return { status: 'inapplicable', reason: 'no finite point in the domain' }
      return fitScore(sets.fit, errorScale(sets.fit.expected))
    },
  }
}
