import { lawOperators } from '../../../../library/numeric/index.ts'
import type { Averages } from '../averages.ts'
import { contest, type Leader } from '../contest.ts'
import type { Hypothesis } from '../hypothesis.ts'
import type { Points } from '../points.ts'
import type { Clues, Family, IsKnown } from './family.ts'
import { gaussian } from './gaussian.ts'
import { halfLine } from './half-line.ts'
import { plain } from './plain.ts'
import { rational } from './rational.ts'
import { reciprocal } from './reciprocal.ts'
import { rectangle } from './rectangle.ts'
import { rounded } from './rounded.ts'
import { sinusoid } from './sinusoid.ts'
import { squareWave } from './square-wave.ts'
import { tanh } from './tanh.ts'

/** All families, from the simplest to the most flexible: the first with an explanation wins. */
export const FAMILIES: readonly Family[] = [
  halfLine,
  rectangle,
  reciprocal,
  gaussian,
  plain,
  squareWave,
  tanh,
  sinusoid,
  rounded,
  rational,
]

const EXACT_FITS = [
  ...FAMILIES.map(({ exact }) => exact),
  ...FAMILIES.flatMap(({ composites }) => composites ?? []),
]

/** Fewer points would be explained by nearly everything. */
const FEWEST_POINTS = 8

/** What the families together say, in answers that do without the hidden operators. */
export interface Repertoire {
  /** Pairs of inputs that families want to be asked once where there is noise. */
  readonly probes: readonly (readonly [low: number, high: number])[]
  /** Gives the members that go through all points, of the first family that has such members. */
  propose(points: Points): Hypothesis[]
  /** The member that explains noisy outputs best. */
  contest(data: Averages, seen: Clues['seen']): Leader | undefined
  /** What a function may be that was found to be this law outside of a corrupted interval. */
  lookalikes(visible: Hypothesis): readonly Hypothesis[]
}

/** The repertoire that is to know nothing of the operators of these names. */
export function repertoireWithout(hidden: ReadonlySet<string>): Repertoire {
  const isKnown: IsKnown = ({ law }) =>
    law === undefined || !lawOperators(law).some((operator) => hidden.has(operator))
  return {
    probes: FAMILIES.flatMap(({ noisy }) => (noisy?.probe ? [noisy.probe] : [])),
    propose(points) {
      if (points.xs.length < FEWEST_POINTS) return []
      for (const fit of EXACT_FITS) {
        const found = fit(points).filter(isKnown)
        if (found.length > 0) return found
      }
      return []
    },
    contest: (data, seen) => contest(FAMILIES, data, { seen, isKnown }),
    lookalikes(visible) {
      const { law, isRough } = visible
      if (isRough) return []
      if (law?.form !== 'atomic') return [visible]
      const others = FAMILIES.flatMap(({ lookalikes }) => lookalikes?.(law.term) ?? [])
      return [visible, ...others].filter(isKnown)
    },
  }
}

/** The laws that pass through all points, with no operator hidden. */
export function propose(points: Points): Hypothesis[] {
  return repertoireWithout(new Set()).propose(points)
}
