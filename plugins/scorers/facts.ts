import type { AnsweredSet } from '../categories/functions.ts'
import type { Scorer } from '../contracts.ts'
import { firstDifference } from './first-difference.ts'

/**
 * Every output of the relation that an answer names must be right: on fresh words of the class and
 * of others, of the corrupted part where there is one, and on words that the answer makes claims
 * of. Its part `outside` tells of the first two, and `inside` of the corrupted part.
 */
export function facts(): Scorer<'relations'> {
  return {
    name: 'facts',
    protocol: 'strict',
    decides: true,
    score({ evidence: { outside, elsewhere, inside, claimed } }) {
      const own = { outside, elsewhere, inside, claimed }
      const sets = Object.entries(own).flatMap(([title, set]) => (set ? [{ title, set }] : []))
      if (sets.length === 0)
        return { status: 'inapplicable', reason: 'a model answers the function' }
      const wrong = sets.find(({ set }) => !isRight(set))
      const counterexample = wrong && firstDifference(wrong.set)
      return {
        status: 'scored',
        value: wrong ? 0 : 1,
        detail: sets
          .map(({ title, set }) => `${title} ${rightOf(set)}/${set.got.length}`)
          .join(', '),
        parts: {
          outside: [outside, elsewhere].every((set) => !set || isRight(set)) ? 1 : 0,
          ...(inside ? { inside: isRight(inside) ? 1 : 0 } : {}),
        },
        ...(counterexample ? { counterexample } : {}),
      }
    },
  }
}

type Words = AnsweredSet<string, readonly string[], readonly string[]>

const rightOf = ({ expected, got }: Words) =>
  got.filter((output, i) => output === expected[i]).length
const isRight = (set: Words) => rightOf(set) === set.got.length
