import { compile, sourceOf } from '../../../../library/numeric/index.ts'
import type { Hypothesis } from '../hypothesis.ts'
import { excess, misfit, total, type Averages } from './averages.ts'
import { UNIFORM } from './noise.ts'

/** A choice as rare as numbers off the library's lattice. */
export const UNUSUAL = 1e10

/** Cost of an output that lies by one beyond the bounds of uniform noise. */
const IMPOSSIBLE = 200

/** A hypothesis with what speaks for it. */
export interface Contender {
  readonly hypothesis: Hypothesis
  /** At the points of the data. */
  readonly values: Float64Array
  /** Bayesian information criterion: lower is better. */
  readonly cost: number
  /** Unknowns that the data had to determine. */
  readonly unknowns: number
  /** Whether its numbers are such as the library hardly ever has. */
  readonly isUnusual: boolean
}

interface Plea {
  readonly unknowns: number
  readonly choices?: number
  /** Whether the bounds of uniform noise are held against it. */
  readonly isBounded?: boolean
  /** Its values at the data's points, where they are known already. */
  readonly values?: Float64Array
}

/**
 * The cost of a hypothesis: its misfit, ln n for each fitted number, and 2 ln m where it was
 * chosen among m.
 */
export function contend(
  hypothesis: Hypothesis,
  data: Averages,
  deviation: number,
  { unknowns, choices = 1, isBounded = true, values = valuesAt(hypothesis, data.xs) }: Plea,
): Contender {
  const bounds = isBounded && deviation === UNIFORM ? IMPOSSIBLE * excess(data, values) : 0
  const finite = misfit(data, values, deviation) + bounds
  const cost = Number.isNaN(finite)
    ? Infinity
    : finite + unknowns * Math.log(total(data)) + 2 * Math.log(choices)
  return { hypothesis, values, cost, unknowns, isUnusual: choices >= UNUSUAL }
}

export function cheapest(contenders: readonly (Contender | undefined)[]): Contender | undefined {
  let best: Contender | undefined
  for (const contender of contenders) {
    if (contender && (!best || contender.cost < best.cost)) best = contender
  }
  return best
}

export function valuesOf({ hypothesis }: Contender, xs: readonly number[]): Float64Array {
  return valuesAt(hypothesis, xs)
}

function valuesAt({ expression }: Hypothesis, xs: readonly number[]): Float64Array {
  return compile(sourceOf(expression)).all(Float64Array.from(xs))
}
