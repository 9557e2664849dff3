import { isKnown, type Hypothesis } from '../hypothesis.ts'
import type { Points } from '../points.ts'
import { fitRounded, fitWithRectangle, fitWithSquareWave } from './composed.ts'
import { fitGaussian } from './gaussian.ts'
import { fitHalfLine } from './half-line.ts'
import { fitPolynomialSides } from './polynomial-sides.ts'
import { fitRational, fitReciprocal } from './rational.ts'
import { fitRectangle } from './rectangle.ts'
import { fitSinusoid } from './sinusoid.ts'
import { fitSquareWave } from './square-wave.ts'
import { fitTanh } from './tanh.ts'

/** A family of laws: those of its members that pass through all points, up to rounding. */
export type Family = (points: Points) => Hypothesis[]

/** From the simplest family to the most flexible one. */
const FAMILIES: readonly Family[] = [
  fitHalfLine,
  fitRectangle,
  fitReciprocal,
  fitGaussian,
  (points) => fitPolynomialSides(points, 5),
  fitSquareWave,
  fitTanh,
  fitSinusoid,
  fitRounded,
  fitRational,
  (points) => fitPolynomialSides(points),
  fitWithRectangle,
  fitWithSquareWave,
]

/** Fewer points would be explained by nearly everything. */
const LEAST = 8

/**
 * The members of the first family that explains the points without the hidden operators; none where
 * no family does.
 */
export function propose(points: Points, hidden: ReadonlySet<string> = new Set()): Hypothesis[] {
  if (points.xs.length < LEAST) return []
  for (const family of FAMILIES) {
    const found = family(points).filter((member) => isKnown(member, hidden))
    if (found.length > 0) return found
  }
  return []
}
