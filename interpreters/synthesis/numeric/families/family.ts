import type { Term } from '../../../../library/numeric/index.ts'
import type { Averages } from '../averages.ts'
import type { Contender } from '../contender.ts'
import type { Hypothesis } from '../hypothesis.ts'
import type { Points } from '../points.ts'

/**
 * A family of laws: all that the interpreter knows of one operator of the library, or of a few
 * that are alike. Its members are the operator's functions and, where it has `composites`, the
 * sums and products of which one part is such a function.
 */
export interface Family {
  readonly name: string
  /** The members that pass through all points, up to rounding. */
  readonly exact: (points: Points) => Hypothesis[]
  /** Further members that do, asked for only where no family explains the points by `exact`. */
  readonly composites?: (points: Points) => Hypothesis[]
  /**
   * Members that look like a law which was found outside of a corrupted interval, and differ in
   * it. Their means tell them apart.
   */
  readonly lookalikes?: (visible: Term) => readonly Hypothesis[]
  /** How members are recognised in noise. */
  readonly noisy?: NoisyFit
}

export interface NoisyFit {
  /**
   * When it is its turn: alone where the function is defined for positive x only, before the
   * others, or after them, and only where those before do not explain the data.
   */
  readonly turn?: 'half-line' | 'first' | 'last'
  /** Whether members may hardly differ from zero, so that noise hides them at the first look. */
  readonly canBeFaint?: boolean
  /** Two inputs asked once for this family alone; the averages leave out all between them. */
  readonly probe?: readonly [low: number, high: number]
  /** The best member; undefined where there is none. */
  readonly fit: (data: Averages, clues: Clues) => Contender | undefined
  /** Whether the best member needs no further look; else it must stand out of the noise. */
  readonly isDecided?: (best: Contender, data: Averages, standsOut: boolean) => boolean
  /** About `count` inputs that say most about the best member; else they are anywhere. */
  readonly lookCloser?: (best: Contender, count: number) => number[]
}

/** What a fit may consider besides the averages. */
export interface Clues {
  /** All outputs seen, by input. */
  readonly seen: ReadonlyMap<number, readonly number[]>
  readonly isKnown: IsKnown
}

/** Whether a hypothesis does without the operators that the interpreter is not to know. */
export type IsKnown = (hypothesis: Hypothesis) => boolean
