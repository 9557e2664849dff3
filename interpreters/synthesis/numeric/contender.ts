import { compile, sourceOf } from '../../../library/numeric/index.ts'
import { excess, misfit, outputsBehind, type Averages } from './averages.ts'
import type { Hypothesis } from './hypothesis.ts'
import { UNIFORM } from './noise.ts'

/** A choice as rare as numbers off the library's lattice. */
export const UNUSUAL = 1e10

/** Cost of an output that lies by one beyond the bounds of uniform noise. */
const IMPOSSIBLE = 200

/** A hypothesis about noisy outputs, with what speaks for it. */
export interface Contender {
  readonly hypothesis: Hypothesis
  /** Its values at the inputs of the averages that it was fitted to. */
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
  /** Its values at the data's inputs, where they are known already. */
  readonly values?: Float64Array
}

/**
 * The hypothesis with its cost: its misfit, ln n for each fitted number, and 2 ln m where it was
 * chosen among m (the Bayesian information criterion of Schwarz, 1978, with a price on choices).
 */
export function contend(
  hypothesis: Hypothesis,
  data: Averages,
  { unknowns, choices = 1, isBounded = true, values = valuesAt(hypothesis, data.xs) }: Plea,
): Contender {
  const bounds = isBounded && data.deviation === UNIFORM ? IMPOSSIBLE * excess(data, values) : 0
  const finite = misfit(data, values) + bounds
  const cost = Number.isNaN(finite)
    ? Infinity
    : finite + unknowns * Math.log(outputsBehind(data)) + 2 * Math.log(choices)
  return { hypothesis, values, cost, unknowns, isUnusual: choices >= UNUSUAL }
}

/** The contender of least cost; the first one of several. */
export function cheapest<C extends Contender>(contenders: readonly (C | undefined)[]) {
  let best: C | undefined
  for (const contender of contenders) {
    if (contender && (!best || contender.cost < best.cost)) best = contender
  }
  return best
}

/** The values of a hypothesis at inputs. */
export function valuesAt({ expression }: Hypothesis, xs: readonly number[]): Float64Array {
  return compile(sourceOf(expression)).all(Float64Array.from(xs))
}
