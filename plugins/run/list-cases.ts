import { ascending, cross, range } from 'd3-array'
import type { FindFunction } from '../contracts.ts'
import { atEqualDistances } from './select-functions.ts'

const MOST_TIMED = 24

/**
 * The cases of an entry: its functions in their order, each in all its trials.
 *
 * The execution of some functions is timed, in the first trial: of a tenth of them, and not more
 * than 24, taken at equal distances in the order of their operators.
 */
export function listCases<F extends Pick<FindFunction<never>, 'operators'>>(
  functions: readonly F[],
  trials: number,
): { readonly fn: F; readonly trial: number; readonly timed: boolean }[] {
  const ordered = functions.toSorted((a, b) => ascending(a.operators.join(), b.operators.join()))
  const count = Math.min(MOST_TIMED, Math.ceil(functions.length / 10))
  const timed = new Set(atEqualDistances(ordered, count))
  return cross(functions, range(trials), (fn, trial) => ({
    fn,
    trial,
    timed: trial === 0 && timed.has(fn),
  }))
}
