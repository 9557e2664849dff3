import { composed, atomic, fromLaw, term, type Hypothesis } from '../hypothesis.ts'
import { keep, replace, type Points } from '../points.ts'
import { tenths } from '../snap.ts'
import { compile, sourceOf, type Term } from '../../../../library/numeric/index.ts'

const WIDTHS = tenths(1, 10)
/** No rectangle of the library reaches beyond. */
export const REACH = 5

/** Rectangles whose edge lies between the points inside and those outside. */
export function widthsBetween(inside: number, outside: number): number[] {
  return WIDTHS.filter((w) => w / 2 >= inside && w / 2 < outside)
}

/** The widths of all rectangles that are `top` on the points inside and `ground` on the others. */
function widths({ xs, ys }: Points, top: (y: number) => boolean): number[] {
  let inside = 0
  let outside = Infinity
  for (const [i, y] of ys.entries()) {
    const distance = Math.abs(xs[i]!)
    if (top(y)) inside = Math.max(inside, distance)
    else outside = Math.min(outside, distance)
  }
  return inside < outside ? widthsBetween(inside, outside) : []
}

export function fitRectangle(points: Points): Hypothesis[] {
  if (!points.ys.every((y) => y === 0 || y === 1) || !points.ys.includes(1)) return []
  return widths(points, (y) => y === 1).map((w) => atomic('rectangle', { w }))
}

type FitTerms = (points: Points) => readonly Term[]

/** A law that is 1 higher around zero: `rest` is found far from there. */
export function fitRectangleSum(points: Points, rest: FitTerms): Hypothesis[] {
  const far = keep(points, (x) => Math.abs(x) > REACH + 0.05)
  return rest(far).flatMap((other) => {
    const value = evaluator(other)
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

/** A law that is zero but around zero, where it is `rest`. */
export function fitRectangleProduct(points: Points, rest: FitTerms): Hypothesis[] {
  const inside = Math.max(0, ...points.xs.filter((_, i) => points.ys[i] !== 0).map(Math.abs))
  const outside = Math.min(...points.xs.map(Math.abs).filter((distance) => distance > inside))
  if (inside === 0 || inside > REACH) return []
  const candidates = widthsBetween(inside, outside)
  const within = keep(points, (x) => Math.abs(x) <= inside)
  return rest(within).flatMap((other) =>
    candidates.map((w) => composed('product', other, term('rectangle', { w }))),
  )
}

function evaluator(other: Term): (x: number) => number {
  return compile(sourceOf(fromLaw({ form: 'atomic', term: other }).expression)).one
}
