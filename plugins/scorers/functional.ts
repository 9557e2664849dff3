import type { Scorer } from '../contracts.ts'

/** The least agreement that is right. */
export const LEAST_AGREEMENT = 0.95

/**
 * Whether the concepts that an answer names do what the function does: R² = 1 - Σ(y - ŷ)² / Σ(y -
 * ȳ)² of their values, on fresh words that belong to the function's concepts, have to do with them,
 * miss them narrowly or widely, and on words that the answer itself claims. Rank alone would pass
 * who names one thing too many.
 */
export function functional(): Scorer<'entities'> {
  return {
    name: 'functional',
    protocol: 'strict',
    decides: true,
    score({ evidence: { sets } }) {
      const points = Object.values(sets).flatMap(({ inputs, truth, got }) =>
        got.map((value, i) => ({ input: inputs[i]!, expected: truth[i]!, got: value })),
      )
      if (points.length === 0)
        return { status: 'inapplicable', reason: 'a model answers the function' }
      const named = points.every(({ got }) => got !== null)
      if (!named)
        return {
          status: 'scored',
          value: 0,
          detail: 'it cannot be carried out',
          parts: { named: 0 },
        }
      const agreement = agreementOf(points.map(({ expected, got }) => [expected, got!]))
      const worst = points.reduce((a, b) =>
        Math.abs(b.got! - b.expected) > Math.abs(a.got! - a.expected) ? b : a,
      )
      const right = agreement >= LEAST_AGREEMENT
      return {
        status: 'scored',
        value: right ? 1 : 0,
        detail: `R² ${agreement.toFixed(3)}, right from ${LEAST_AGREEMENT}`,
        parts: { named: 1 },
        ...(right ? {} : { counterexample: worst }),
      }
    },
  }
}

/** R² of pairs of expected and given values. */
export function agreementOf(pairs: readonly (readonly [number, number])[]): number {
  const mean = pairs.reduce((sum, [y]) => sum + y, 0) / pairs.length
  const error = pairs.reduce((sum, [y, given]) => sum + (y - given) ** 2, 0)
  const spread = pairs.reduce((sum, [y]) => sum + (y - mean) ** 2, 0)
  return 1 - error / spread
}
