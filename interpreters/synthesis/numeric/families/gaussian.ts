/** Normal densities. */
import { mean } from 'simple-statistics'
import { averagesWhere, type Averages } from '../averages.ts'
import { contend, type Contender } from '../contender.ts'
import { between, repeatedly } from '../design.ts'
import { atomic, outOfSight, type Hypothesis } from '../hypothesis.ts'
import { leastSquares } from '../least-squares.ts'
import { UNIFORM } from '../noise.ts'
import { keep, passesThrough, type Points } from '../points.ts'
import { snap, tenth, tenths } from '../snap.ts'
import type { Family } from './family.ts'

/** Below, rounding and underflow spoil the logarithm. */
const LEAST_RATIO = 1e-12
const MEANS = tenths(-50, 50)
const DEVIATIONS = tenths(1, 10)
/** Standard deviations beyond which a density is nothing beside any noise. */
const TAIL = 5

export const gaussian: Family = {
  name: 'gaussian',
  exact: fitExactly,
  lookalikes: ({ operator, parameters: { a } }) =>
    operator === 'constant' && a === 0
      ? [outOfSight(atomic('gaussian', { mean: 0, sd: 5 }), 'normal density')]
      : [],
  noisy: { canBeFaint: true, fit: fitInNoise, lookCloser },
}

/**
 * The logarithm of a normal density is a parabola, whose curvature tells the deviation (Caruana,
 * Searle, Heller and Shupack, 1986).
 */
function fitExactly(points: Points): Hypothesis[] {
  if (points.ys.some((y) => y < -points.error)) return []
  const peak = Math.max(...points.ys)
  if (!(peak > 0)) return []
  const floor = Math.max(1e-250, LEAST_RATIO * peak, 1e6 * points.error)
  const { xs, ys } = keep(points, (_, y) => y > floor)
  const origin = xs[Math.floor(xs.length / 2)] ?? 0
  const ts = xs.map((x) => x - origin)
  const [a, b] = leastSquares([ts.map((t) => t * t), ts, ts.map(() => 1)], ys.map(Math.log)) ?? []
  if (a === undefined || b === undefined || a >= 0) return []
  const sd = snap(Math.sqrt(-1 / (2 * a)), 1e-4)
  const centre = snap(origin - b / (2 * a), 1e-4)
  const candidate = atomic('gaussian', { mean: centre, sd })
  return passesThrough(candidate.expression, points) ? [candidate] : []
}

interface Bell {
  readonly mean: number
  readonly sd: number
}

/** The density that the averages speak for most, coarsely first. */
function fitInNoise(data: Averages): Contender {
  const coarse = likeliestBell(
    data,
    (sd) => MEANS.filter((_, i) => i % (5 * Math.floor(sd)) === 0),
    [1, 1.4, 1.9, 2.5, 3.3, 4.3, 5.6, 7.2, 9],
  )
  const fine = likeliestBell(
    data,
    () => MEANS.filter((one) => Math.abs(one - coarse.mean) < 1 + coarse.sd / 2),
    DEVIATIONS.filter((sd) => sd > coarse.sd / 1.5 && sd < coarse.sd * 1.5),
  )
  // A bell that was found roughly breaks the bounds even where there is one near by.
  const chosen = data.deviation === UNIFORM ? withinBounds(data, fine) : fine
  return contend(atomic('gaussian', { ...chosen }), data, { unknowns: 0, isBounded: false })
}

function likeliestBell(
  { xs, ys, counts }: Averages,
  means: (sd: number) => readonly number[],
  sds: readonly number[],
): Bell {
  let found = { mean: 0, sd: 1 }
  let least = Infinity
  for (const sd of sds) {
    const peak = 1 / (sd * Math.sqrt(2 * Math.PI))
    for (const centre of means(sd)) {
      // Misfit relative to that of zero: points in the tail cancel.
      let cost = 0
      for (let i = lowerBound(xs, centre - TAIL * sd); i < xs.length; i++) {
        const t = (xs[i]! - centre) / sd
        if (t > TAIL) break
        const f = peak * Math.exp((-t * t) / 2)
        cost += counts[i]! * f * (f - 2 * ys[i]!)
      }
      if (cost < least) [found, least] = [{ mean: centre, sd }, cost]
    }
  }
  return found
}

/** The index of the first of ascending xs that is not below x. */
function lowerBound(xs: readonly number[], x: number): number {
  let low = 0
  let high = xs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (xs[middle]! < x) low = middle + 1
    else high = middle
  }
  return low
}

/** Bounded noise says more than averages: the middle of all bells near by that are possible. */
function withinBounds(data: Averages, start: Bell): Bell {
  const near = averagesWhere(data, (x) => Math.abs(x - start.mean) < 6 * start.sd + 4)
  const possible: Bell[] = []
  for (const sd of DEVIATIONS.filter((one) => one > start.sd / 2.5 && one < start.sd * 2.5)) {
    const peak = 1 / (sd * Math.sqrt(2 * Math.PI))
    for (const centre of MEANS.filter((one) => Math.abs(one - start.mean) < 1.5 * start.sd + 1)) {
      const fits = near.xs.every((x, i) => {
        const t = (x - centre) / sd
        const f = peak * Math.exp((-t * t) / 2)
        return near.highs[i]! - f <= 1 && f - near.lows[i]! <= 1
      })
      if (fits) possible.push({ mean: centre, sd })
    }
  }
  if (possible.length === 0) return start
  return {
    mean: tenth(mean(possible.map((bell) => bell.mean))),
    sd: tenth(mean(possible.map((bell) => bell.sd))),
  }
}

/** Half of the inputs under the bell, half where another one may be. */
function lookCloser({ hypothesis: { law } }: Contender, count: number): number[] {
  const { mean: centre, sd } = law?.form === 'atomic' ? law.term.parameters : {}
  const reach = 2.5 * Number(sd)
  const near = between(Number(centre) - reach, Number(centre) + reach, 50)
  return [...repeatedly(near, count / 2), ...repeatedly(between(-60, 60, 150), count / 2)]
}
