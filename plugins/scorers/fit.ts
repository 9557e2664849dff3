import type { Score } from '../contracts.ts'
import { type AnsweredNumbers, centredError, worstPoint } from './squared-error.ts'

/** The centred error below which an answer is about right. */
export const ABOUT_RIGHT = 0.01

/** Whether 1 - R² on `set` is below a threshold, as a score. `scale`: see `errorScale`. */
export function fitScore(
  set: AnsweredNumbers,
  scale: number,
  threshold = ABOUT_RIGHT,
): Score & { status: 'scored' } {
  const error = centredError(set, scale)
  const counterexample = worstPoint(set)
  return {
    status: 'scored',
    value: error < threshold ? 1 : 0,
    detail: `1 - R² ${error.toPrecision(3)}, success below ${threshold}`,
    ...(error >= threshold && counterexample ? { counterexample } : {}),
  }
}
