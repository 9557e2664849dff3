import type { Scorer } from '../contracts.ts'
import { shareOf } from './auroc.ts'

/** The share of the circuit's components whose role the answer gives; one that it leaves open is wrong. */
export function roles(): Scorer<'circuits'> {
  return {
    name: 'roles',
    protocol: 'beside',
    decides: false,
    score({ evidence: { components }, answer }) {
      const known = components.filter(({ isPart, role }) => isPart && role !== null)
      if (known.length === 0) return { status: 'inapplicable', reason: 'nobody knows the roles' }
      if (Object.keys(answer.roles).length === 0)
        return { status: 'unscored', reason: 'the answer has no roles' }
      const right = shareOf(known, ({ role, given }) => role === given)
      const wrong = known.find(({ role, given }) => role !== given)
      return {
        status: 'scored',
        value: right,
        detail: `${Math.round(right * known.length)} of ${known.length} roles`,
        ...(wrong && {
          counterexample: { input: wrong.name, expected: wrong.role, got: wrong.given },
        }),
      }
    },
  }
}
