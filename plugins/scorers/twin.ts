import { rankOf } from '../categories/circuits/index.ts'
import type { Scorer } from '../contracts.ts'

/**
 * Whether an answer follows the wiring: a box and its twin differ by one head whose part another
 * head has in the twin. In each, the head that has the part must be ranked above the one that has
 * not; an answer that is the same for both is right in one of them alone.
 */
export function twin(): Scorer<'circuits'> {
  return {
    name: 'twin',
    protocol: 'beside',
    decides: false,
    score({ evidence: { components, ranking, twin: moved } }) {
      if (moved === null) return { status: 'inapplicable', reason: 'the box has no twin' }
      const named = (name: string) => components.find((one) => one.name === name)!
      if (!named(moved.here).isPart)
        return { status: 'inapplicable', reason: `nothing shows what ${moved.here} does` }
      const rank = (name: string) => rankOf(named(name).score, ranking)
      const [here, there] = [rank(moved.here), rank(moved.there)]
      return {
        status: 'scored',
        value: here > there ? 1 : 0,
        detail: `${moved.here} ${here.toPrecision(3)}, ${moved.there} ${there.toPrecision(3)}`,
      }
    },
  }
}
