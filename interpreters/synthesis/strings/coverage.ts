import { LETTERS } from '../../../library/strings/index.ts'
import { type Candidate, lettersOf } from './candidate.ts'
import type { Evidence } from './evidence.ts'
import { countsOf, POOL } from './inputs.ts'

/**
 * Inputs that show letters which were not seen where they matter: before a permutation those
 * whose image is a guess; after a single operator all letters, since an operator of one letter
 * may follow that had nothing to do so far.
 */
export function uncovered(candidate: Candidate, evidence: Evidence): string[] {
  const { parts, unseen } = candidate
  const [first, second] = parts
  if (second && unseen === '') return []
  const permutes = unseen !== ''
  const inner = permutes && !second ? undefined : first
  const middleOf = (input: string) => {
    const middle = inner ? inner.runFirst(input) : input
    return permutes ? middle.toLowerCase() : middle
  }
  const left = new Set(permutes ? unseen : LETTERS)
  const show = (text: string) => {
    const before = left.size
    for (const letter of text) left.delete(letter)
    return left.size < before
  }
  for (const { input } of evidence.pairs) show(middleOf(input))
  const inputs = permutes ? [...POOL, ...lettersOf(candidate).flatMap(countsOf)] : POOL
  return inputs.filter(
    (input) => left.size > 0 && !evidence.refuses(input) && show(middleOf(input)),
  )
}
