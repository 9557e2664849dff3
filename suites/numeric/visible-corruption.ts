import {
  bounds,
  compile,
  contains,
  corrupted,
  equispaced,
  lawExpression,
  NUMERIC_DOMAIN,
  sourceOf,
  type Interval,
} from '../../library/numeric/index.ts'
import { ABOUT_RIGHT } from '../../plugins/scorers/fit.ts'
import { centredError, errorScale } from '../../plugins/scorers/squared-error.ts'
import type { NumericParams } from './params.ts'

/** The ends of an interval need not be known to the last digit: the upper one is not rounded. */
const MARGIN = 0.1
/** So many that narrow poles and steps show, too. */
const POINTS = 4096
/** The scale of errors is a matter of the points drawn, the more so of a law with a pole. */
const CLEARLY = 2
/** Half a unit of the domain. */
const LEAST_LEFT = 8

export interface VisibleCorruption {
  readonly interval: Interval
  /** Whether to ignore it is an error at all: a law may be near the level that replaces it. */
  readonly shows: boolean
  /** Whether it leaves anything of the law to be seen, such as a root has on one side alone. */
  readonly leavesLaw: boolean
  /** Whether who ignores it is about right at these points inside. `scale`: see `errorScale`. */
  isMissed(inside: Float64Array, scale: number): boolean
  /** Whether a point is too near to an end of the interval to tell its side. */
  isNearEnd(x: number): boolean
}

const at = (expression: string, xs: Float64Array) => compile(sourceOf(expression)).all(xs)

/** A corruption as it shows in the queried domain. */
export function visibleCorruption({
  law,
  corruption: { interval, level },
}: NumericParams & { variant: 'corrupted' }): VisibleCorruption {
  const expression = lawExpression(law)
  const [low, high] = NUMERIC_DOMAIN
  const domain = equispaced(low, high, POINTS)
  const everywhere = at(corrupted(expression, interval, level), domain)
  const [from, to] = bounds(interval)
  const inside = equispaced(Math.max(from, low), Math.min(to, high), POINTS).filter((x) =>
    contains(interval, x),
  )
  /** Of who ignores the corruption. */
  const errorAt = (inputs: Float64Array, scale: number) => {
    const expected = new Float64Array(inputs.length).fill(level)
    const got = [...at(expression, inputs)]
    return centredError({ inputs, expected, truth: expected, got }, scale)
  }
  const isNearEnd = (x: number) => Math.abs(x - from) < MARGIN || Math.abs(x - to) < MARGIN
  const left = domain.filter(
    (x, i) => !contains(interval, x) && !isNearEnd(x) && Number.isFinite(everywhere[i]),
  )
  return {
    interval,
    leavesLaw: left.length >= LEAST_LEFT,
    shows: errorAt(inside, errorScale(everywhere.filter(Number.isFinite))) >= CLEARLY * ABOUT_RIGHT,
    isMissed: (inputs, scale) => errorAt(inputs, scale) < ABOUT_RIGHT,
    isNearEnd,
  }
}
