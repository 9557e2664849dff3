/** Rectangles of height 1 around zero, and sums and products with one. */
import { compile, sourceOf, type Term } from '../../../../library/numeric/index.ts'
import { averagesWhere, averagesWith, isAdequate, misfit, type Averages } from '../averages.ts'
import { cheapest, contend, valuesAt, type Contender } from '../contender.ts'
import { between, repeatedly } from '../design.ts'
import { atomic, composed, fromLaw, outOfSight, term, type Hypothesis } from '../hypothesis.ts'
import { keep, replace, type Points } from '../points.ts'
import { tenths } from '../snap.ts'
import type { Family } from './family.ts'
import { noisyPlainTerm } from './plain.ts'
import { partTerms } from './rounded.ts'
import { squareWaveTerms } from './square-wave.ts'

const WIDTHS = tenths(1, 10)
/** No rectangle of the library reaches beyond. */
const REACH = 5
/** Widths of a product that are tried, from the least one outside of which there is nothing. */
const MOST_WIDTHS = 5

export const rectangle: Family = {
  name: 'rectangle',
  exact(points) {
    if (!points.ys.every((y) => y === 0 || y === 1) || !points.ys.includes(1)) return []
    return widths(points, (y) => y === 1).map((w) => atomic('rectangle', { w }))
  },
  composites(points) {
    const products = fitProduct(points)
    return products.length > 0 ? products : fitSum(points)
  },
  lookalikes(visible) {
    if (visible.operator !== 'constant') return []
    if (visible.parameters['a'] === 0)
      return [
        outOfSight(atomic('rectangle', { w: 4 }), 'rectangle of height 1'),
        outOfSight(atomic('rectangle', { w: 8 }), 'wide rectangle of height 1'),
      ]
    const { words } = fromLaw({ form: 'atomic', term: visible })
    return [4, 8].map((w) => ({ ...composed('sum', visible, term('rectangle', { w })), words }))
  },
  noisy: {
    canBeFaint: true,
    fit: fitInNoise,
    lookCloser: (_, count) => repeatedly(between(-5.3, 5.3, 200), count),
  },
}

/** The widths of all rectangles that are on top at the points inside, and not at the others. */
function widths({ xs, ys }: Points, isTop: (y: number) => boolean): number[] {
  let inside = 0
  let outside = Infinity
  for (const [i, y] of ys.entries()) {
    const distance = Math.abs(xs[i]!)
    if (isTop(y)) inside = Math.max(inside, distance)
    else outside = Math.min(outside, distance)
  }
  return inside < outside ? widthsBetween(inside, outside) : []
}

/** The widths of all rectangles whose edge lies between points inside and points outside. */
function widthsBetween(inside: number, outside: number): number[] {
  return WIDTHS.filter((w) => w / 2 >= inside && w / 2 < outside)
}

/** A law that is zero but around zero, where it is another term. */
function fitProduct(points: Points): Hypothesis[] {
  const inside = Math.max(0, ...points.xs.filter((_, i) => points.ys[i] !== 0).map(Math.abs))
  const outside = Math.min(...points.xs.map(Math.abs).filter((distance) => distance > inside))
  if (inside === 0 || inside > REACH) return []
  const candidates = widthsBetween(inside, outside)
  return otherTerms(keep(points, (x) => Math.abs(x) <= inside)).flatMap((other) =>
    candidates.map((w) => composed('product', other, term('rectangle', { w }))),
  )
}

/** A law that is 1 higher around zero: the other term is found far from there. */
function fitSum(points: Points): Hypothesis[] {
  const far = keep(points, (x) => Math.abs(x) > REACH + 0.05)
  return otherTerms(far).flatMap((other) => {
    const { expression } = fromLaw({ form: 'atomic', term: other })
    const value = compile(sourceOf(expression)).one
    const lifted = replace(points, (y, x) => y - value(x))
    const size = Math.max(
      1e-6,
      ...keep(points, (x) => Math.abs(x) <= REACH).ys.map((y) => 1e-9 * Math.abs(y)),
    )
    const isOne = (y: number) => Math.abs(y - 1) <= size
    const near = keep(lifted, (x) => x !== 0 && Math.abs(x) <= REACH + 2)
    if (!near.ys.some(isOne) || !near.ys.every((y) => isOne(y) || Math.abs(y) <= size)) return []
    return widths(near, isOne).map((w) => composed('sum', other, term('rectangle', { w })))
  })
}

/** Terms of all kinds but rectangles. */
function otherTerms(points: Points): Term[] {
  const parts = partTerms(points)
  return parts.length > 0 ? parts : squareWaveTerms(points)
}

function fitInNoise(data: Averages): Contender | undefined {
  const choices = WIDTHS.length
  const far = averagesWhere(data, (x) => Math.abs(x) > REACH)
  const candidates = distinctWidths(data)
  const alone = candidates.map((w) =>
    contend(atomic('rectangle', { w }), data, {
      unknowns: 0,
      choices,
      values: Float64Array.from(data.xs, (x) => (Math.abs(x) <= w / 2 ? 1 : 0)),
    }),
  )
  return cheapest([...alone, ...(isNothing(far) ? products() : sums())])

  function products(): Contender[] {
    return candidates
      .filter((w) => isNothing(averagesWhere(data, (x) => Math.abs(x) > w / 2)))
      .slice(0, MOST_WIDTHS)
      .flatMap((w) =>
        withPart(
          'product',
          w,
          averagesWhere(data, (x) => Math.abs(x) <= w / 2),
        ),
      )
  }

  function sums(): Contender[] {
    return likelyWidths().flatMap((w) =>
      withPart(
        'sum',
        w,
        averagesWith(data, (y, x) => (Math.abs(x) <= w / 2 ? y - 1 : y)),
      ),
    )
  }

  /** Widths for which the law that holds far from zero is least wrong near it. */
  function likelyWidths(): number[] {
    const rest = noisyPlainTerm(far)
    if (!rest) return []
    const near = averagesWhere(data, (x) => Math.abs(x) <= 2 * REACH)
    const values = valuesAt(rest.contender.hypothesis, near.xs)
    const left = { ...near, ys: near.ys.map((y, i) => y - values[i]!) }
    const costOf = (w: number) =>
      misfit(
        left,
        left.xs.map((x) => (Math.abs(x) <= w / 2 ? 1 : 0)),
      )
    return candidates
      .map((w) => ({ w, cost: costOf(w) }))
      .toSorted((a, b) => a.cost - b.cost)
      .slice(0, 2)
      .map(({ w }) => w)
  }

  function withPart(form: 'sum' | 'product', w: number, rest: Averages): Contender[] {
    const part = noisyPlainTerm(rest)
    if (!part || part.contender.hypothesis.expression === '0') return []
    const hypothesis = composed(form, part.term, term('rectangle', { w }))
    return [contend(hypothesis, data, { unknowns: part.contender.unknowns, choices })]
  }
}

function isNothing(part: Averages): boolean {
  const zeros = part.xs.map(() => 0)
  return isAdequate(part, zeros)
}

/** One width, the middle one, of all that cover the same points. */
function distinctWidths({ xs }: Averages): number[] {
  const groups = Map.groupBy(WIDTHS, (w) => xs.filter((x) => Math.abs(x) <= w / 2).length)
  return Array.from(groups.values(), (group) => group[group.length >> 1]!)
}
