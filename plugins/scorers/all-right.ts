import type { Scorer } from '../contracts.ts'
import { firstDifference } from './first-difference.ts'

/** Every one of 100 fresh inputs made to be hard must be right. */
export function allRight(): Scorer<'strings'> {
  return {
    name: 'all-right',
    protocol: 'strict',
    decides: true,
    score({ evidence: { hard } }) {
      if (!hard)
        return { status: 'inapplicable', reason: 'random functions have no single right output' }
      const right = hard.expected.filter((output, i) => output === hard.got[i]).length
      const counterexample = firstDifference(hard)
      return {
        status: 'scored',
        value: right === hard.expected.length ? 1 : 0,
        detail: `${right} of ${hard.expected.length} hard inputs right`,
        ...(counterexample ? { counterexample } : {}),
      }
    },
  }
}
