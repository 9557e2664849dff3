import type { Scorer } from '../contracts.ts'
import { sumOfSquaredErrors, worstPoint } from './squared-error.ts'

const THRESHOLD = 0.1

/**
 * FIND's numeric score (arXiv 2309.03886, section 4): success where the normalized mean squared
 * error Σ (y - ŷ)² / Σ y² over the 256 points of the grid is below 0.1. Noise and corruption
 * are drawn anew, so that even the truth can fail.
 *
 * @example y = [3, 4], ŷ = [3, 3]: NMSE = 1 / 25 = 0.04, a success.
 */
export function nmse(): Scorer<'numeric'> {
  return {
    name: 'nmse',
    protocol: 'paper',
    decides: true,
    score({ evidence: { grid } }) {
      if (!grid) return { status: 'inapplicable', reason: 'no finite point on the grid' }
      const error = sumOfSquaredErrors(grid)
      const energy = grid.expected.reduce((sum, y) => sum + y * y, 0)
      const value = error === 0 ? 0 : error / energy
      const counterexample = worstPoint(grid)
      return {
        status: 'scored',
        value: value < THRESHOLD ? 1 : 0,
        detail: `NMSE ${value.toPrecision(3)}, success below ${THRESHOLD}`,
        ...(value >= THRESHOLD && counterexample ? { counterexample } : {}),
      }
    },
  }
}
