import type { Scorer } from '../contracts.ts'
import { firstDifference } from './first-difference.ts'

/**
 * FIND's string score (arXiv 2309.03886, section 4): the share of 10 inputs on which the code
 * gives exactly the function's output.
 */
export function exactMatch(): Scorer<'strings'> {
  return {
    name: 'exact',
    protocol: 'paper',
    decides: true,
    score({ evidence: { examples } }) {
      if (!examples) return { status: 'inapplicable', reason: 'no examples' }
      const right = examples.expected.filter((output, i) => output === examples.got[i]).length
      const counterexample = firstDifference(examples)
      return {
        status: 'scored',
        value: right / examples.expected.length,
        detail: `${right} of ${examples.expected.length} right`,
        ...(counterexample ? { counterexample } : {}),
      }
    },
  }
}
