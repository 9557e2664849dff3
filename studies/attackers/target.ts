/** What an attacker of a numeric function is given: all but the explanation. */
import { randomUniform } from 'd3-random'
import {
  compile,
  contains,
  lawExpression,
  NUMERIC_DOMAIN,
  sourceOf,
  type Interval,
  type Law,
} from '../../library/numeric/index.ts'
import type { FindFunction } from '../../plugins/contracts.ts'
import { prepareCode } from '../../plugins/sandbox/prepare-code.ts'
import { codeLength } from '../../plugins/scorers/code-length.ts'
import { lengthLimit } from '../../plugins/scorers/concise.ts'
import { errorScale } from '../../plugins/scorers/squared-error.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import type { NumericParams } from '../../suites/numeric/params.ts'
import { visibleCorruption } from '../../suites/numeric/visible-corruption.ts'

/** Points with the outputs there, free of noise. */
export interface Points {
  readonly xs: Float64Array
  readonly ys: Float64Array
}

/**
 * A function as its worst attacker sees it: free of noise, also beyond the domain, with the
 * corruption found and the length known that an answer may have.
 */
export interface Target {
  /** In the domain, where it is not corrupted. */
  readonly near: Points
  /** Beyond it; null where nothing is judged there. */
  readonly far: Points | null
  readonly scale: number
  readonly law: Law
  readonly corruption: { readonly interval: Interval; readonly level: number } | null
  readonly limit: number
}

const SIZES = { near: 320, far: 96 }
const LEAST = 8
const REACH = 4 * NUMERIC_DOMAIN[1]

export async function targetOf(fn: FindFunction<'numeric'>): Promise<Target> {
  const params = fn.params as NumericParams
  const [low, high] = NUMERIC_DOMAIN
  const random = randomStream(0, 'attackers', fn.id)
  const hidden = params.variant === 'corrupted' ? visibleCorruption(params) : null
  const { all } = compile(sourceOf(lawExpression(params.law)))
  const points = (size: number, from: number, to: number, accepts: (x: number) => boolean) => {
    const draw = randomUniform.source(random)(from, to)
    const drawn = Float64Array.from({ length: 4 * size }, draw)
    const xs = drawn
      .filter(
        (x) => accepts(x) && !(hidden && (contains(hidden.interval, x) || hidden.isNearEnd(x))),
      )
      .slice(0, size)
      .toSorted()
    return finite(xs, all(xs))
  }
  const far = points(SIZES.far, -REACH, REACH, (x) => x < low || x > high)
  const whole = compile(fn.ideal().code!.source).all(
    Float64Array.from({ length: 512 }, (_, i) => low + (i + 0.5) / 2),
  )
  return {
    near: points(SIZES.near, low, high, () => true),
    far: far.xs.length < LEAST ? null : far,
    scale: errorScale(whole.filter(Number.isFinite)),
    law: params.law,
    corruption: params.variant === 'corrupted' ? params.corruption : null,
    limit: lengthLimit(codeLength(await prepareCode(fn.ideal().code!.source))),
  }
}

function finite(xs: Float64Array, ys: Float64Array): Points {
  const keep = (_: number, i: number) => Number.isFinite(ys[i]!)
  return { xs: xs.filter(keep), ys: ys.filter(keep) }
}
