import {
  auroc as aurocOf,
  averagePrecision,
  nullDeviation,
  precisionAtTruth,
} from '../../library/patching/ranking.ts'
import { rankOf } from '../categories/circuits/index.ts'
import type { Scorer } from '../contracts.ts'

/**
 * AUROC over heads and MLPs: the chance that a part of the circuit is ranked above another
 * component, ties by half. Parts of it are average precision, precision at as many as there are
 * parts, the same AUROC over all that was built whether or not it can be found, and the share of
 * components with a sign that have it. Beside it stand its standard deviation by chance, and
 * exhaustive activation patching.
 */
export function auroc(): Scorer<'circuits'> {
  return {
    name: 'auroc',
    protocol: 'paper',
    decides: true,
    score({ evidence: { components, ranking } }) {
      const ranked = components.map(({ isPart, score }) => ({
        isPart,
        score: rankOf(score, ranking),
      }))
      const value = aurocOf(ranked)
      if (Number.isNaN(value))
        return { status: 'inapplicable', reason: 'all components or none are part of the circuit' }
      const reference = aurocOf(
        components.map((one) => ({ isPart: one.isPart, score: sizeOf(one.reference) })),
      )
      const built = components.map((one, i) => ({ ...ranked[i]!, isPart: one.isBuilt }))
      const signed = components.filter(({ isPart }) => isPart)
      const chance = `chance 0.5 ± ${nullDeviation(ranked).toFixed(2)}`
      return {
        status: 'scored',
        value,
        detail: `AUROC ${value.toFixed(3)}, ${chance}, exhaustive patching ${reference.toFixed(3)}`,
        parts: {
          'average-precision': averagePrecision(ranked),
          'precision-at-truth': precisionAtTruth(ranked),
          built: aurocOf(built),
          sign: shareOf(signed, ({ score, sign }) => Math.sign(score) === sign),
        },
      }
    },
  }
}

/** Smaller effects are what floating point leaves of none. */
const NOTHING = 1e-5
const sizeOf = (effect: number) => (Math.abs(effect) < NOTHING ? 0 : Math.abs(effect))

export const shareOf = <T>(all: readonly T[], is: (one: T) => boolean): number =>
  all.filter(is).length / all.length
