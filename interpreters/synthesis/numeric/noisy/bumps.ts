/** Laws that are zero but in one place: rectangles and normal densities, under noise. */
import { mean } from 'simple-statistics'
import { atomic, composed, term } from '../hypothesis.ts'
import { tenth, tenths } from '../snap.ts'
import { isAdequate, misfit, replaced, within, type Averages } from './averages.ts'
import { cheapest, contend, valuesOf, type Contender } from './contender.ts'
import { UNIFORM } from './noise.ts'
import { fitPlainTerm } from './plain.ts'

const WIDTHS = tenths(1, 10)
const MEANS = tenths(-50, 50)
const DEVIATIONS = tenths(1, 10)
/** Standard deviations beyond which a density is nothing beside any noise. */
const TAIL = 5
/** No rectangle of the library reaches beyond. */
const REACH = 5
/** Widths of a product that are tried, from the least one outside of which there is nothing. */
const MOST_WIDTHS = 5

export function fitNoisyRectangle(data: Averages, deviation: number): Contender | undefined {
  const choices = WIDTHS.length
  const far = within(data, (x) => Math.abs(x) > REACH)
  const isZeroFar = isZero(far)
  const widths = distinct(data)
  const alone = widths.map((w) =>
    contend(atomic('rectangle', { w }), data, deviation, {
      unknowns: 0,
      choices,
      values: Float64Array.from(data.xs, (x) => (Math.abs(x) <= w / 2 ? 1 : 0)),
    }),
  )
  const products = isZeroFar
    ? widths
        .filter((w) => isZero(within(data, (x) => Math.abs(x) > w / 2)))
        .slice(0, MOST_WIDTHS)
        .flatMap((w) =>
          withPart(
            'product',
            w,
            within(data, (x) => Math.abs(x) <= w / 2),
          ),
        )
    : []
  const sums = isZeroFar ? [] : likelyWidths().flatMap((w) => withPart('sum', w, lowered(w)))
  return cheapest([...alone, ...products, ...sums])

  function isZero(part: Averages): boolean {
    const zeros = part.xs.map(() => 0)
    return isAdequate(part, zeros, deviation)
  }

  /** Widths for which the law that holds far from zero is least wrong near it. */
  function likelyWidths(): number[] {
    const rest = fitPlainTerm(far, deviation)
    if (!rest) return []
    const near = within(data, (x) => Math.abs(x) <= 2 * REACH)
    const values = valuesOf(rest.contender, near.xs)
    const left = { ...near, ys: near.ys.map((y, i) => y - values[i]!) }
    const wrong = (w: number) =>
      misfit(
        left,
        left.xs.map((x) => (Math.abs(x) <= w / 2 ? 1 : 0)),
        deviation,
      )
    return widths
      .map((w) => ({ w, cost: wrong(w) }))
      .toSorted((a, b) => a.cost - b.cost)
      .slice(0, 2)
      .map(({ w }) => w)
  }

  function lowered(w: number): Averages {
    return replaced(data, (y, x) => (Math.abs(x) <= w / 2 ? y - 1 : y))
  }

  function withPart(form: 'sum' | 'product', w: number, rest: Averages): Contender[] {
    const part = fitPlainTerm(rest, deviation)
    if (!part || part.contender.hypothesis.expression === '0') return []
    const hypothesis = composed(form, part.term, term('rectangle', { w }))
    return [contend(hypothesis, data, deviation, { unknowns: part.contender.unknowns, choices })]
  }
}

/** One width, the middle one, of all that cover the same points. */
function distinct({ xs }: Averages): number[] {
  const groups = new Map<number, number[]>()
  for (const w of WIDTHS) {
    const covered = xs.filter((x) => Math.abs(x) <= w / 2).length
    groups.set(covered, [...(groups.get(covered) ?? []), w])
  }
  return [...groups.values()].map((widths) => widths[widths.length >> 1]!)
}

/** The normal density that the averages speak for most, coarsely first. */
export function fitNoisyGaussian(data: Averages, deviation: number): Contender | undefined {
  const coarse = best(
    data,
    (sd) => MEANS.filter((_, i) => i % (5 * Math.floor(sd)) === 0),
    [1, 1.4, 1.9, 2.5, 3.3, 4.3, 5.6, 7.2, 9],
  )
  const fine = best(
    data,
    () => MEANS.filter((one) => Math.abs(one - coarse.mean) < 1 + coarse.sd / 2),
    DEVIATIONS.filter((sd) => sd > coarse.sd / 1.5 && sd < coarse.sd * 1.5),
  )
  // A bell that was found roughly breaks the bounds even where there is one near by.
  const chosen = deviation === UNIFORM ? withinBounds(data, fine) : fine
  return contend(atomic('gaussian', { ...chosen }), data, deviation, {
    unknowns: 0,
    isBounded: false,
  })
}

interface Bell {
  readonly mean: number
  readonly sd: number
}

/** Bounded noise says more than averages: the middle of all bells near by that are possible. */
function withinBounds(data: Averages, start: Bell): Bell {
  const near = within(data, (x) => Math.abs(x - start.mean) < 6 * start.sd + 4)
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

function best(
  { xs, ys, counts }: Averages,
  means: (sd: number) => readonly number[],
  sds: readonly number[],
) {
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
