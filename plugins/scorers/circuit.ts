import type { Scorer } from '../contracts.ts'
import { shareOf } from './auroc.ts'

/** Components that add less than this to the faithfulness of a circuit are needless in it. */
const NEEDED = 0.01

/**
 * Whether an answer's circuit is the whole circuit that can be found, and nothing else. Its parts
 * are intersection over union, completeness (what of the behaviour is gone where the circuit is
 * taken away) and minimality (the share of its components without which it does less, or more;
 * Wang et al., arXiv 2211.00593, section 4).
 */
export function circuit(): Scorer<'circuits'> {
  return {
    name: 'circuit',
    protocol: 'strict',
    decides: true,
    score({ evidence: { components, complement, added } }) {
      const missed = components.filter(({ isPart, isChosen }) => isPart && !isChosen)
      const needless = components.filter(({ isPart, isChosen }) => !isPart && isChosen)
      const both = components.filter(({ isPart, isChosen }) => isPart && isChosen).length
      const right = missed.length + needless.length === 0
      const union = both + missed.length + needless.length
      return {
        status: 'scored',
        value: right ? 1 : 0,
        detail: right
          ? `all ${both} components`
          : [...listed('without', missed), ...listed('with needless', needless)].join('; '),
        parts: {
          iou: union === 0 ? 1 : both / union,
          complete: 1 - clamped(Math.abs(complement)),
          minimal: added.length === 0 ? 1 : shareOf(added, (one) => Math.abs(one) >= NEEDED),
        },
      }
    },
  }
}

export const clamped = (x: number): number => Math.min(1, Math.max(0, x))

const listed = (how: string, some: readonly { readonly name: string }[]) =>
  some.length === 0 ? [] : [`${how} ${some.map(({ name }) => name).join(', ')}`]
