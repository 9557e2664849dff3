/** Functions of positive x alone: roots and logarithms. */
import { atomic, type Hypothesis } from '../hypothesis.ts'
import { leastSquares } from '../least-squares.ts'
import { passesThrough, type Points } from '../points.ts'
import { isTenth, snap, tenths } from '../snap.ts'

const LEAST = 4
const BASES = tenths(1.1, 10)

export function fitHalfLine(points: Points): Hypothesis[] {
  const { xs, ys } = points
  if (xs.length < LEAST || xs[0]! < 0) return []
  const candidates: Hypothesis[] = []
  for (const [n, g] of [
    [1, identity],
    [2, Math.sqrt],
  ] as const) {
    const fitted = fitShape(g)
    if (fitted && Math.abs(fitted.slope) > 1e-9)
      candidates.push(atomic('root', { n, s: snap(fitted.slope), b: snap(fitted.offset) }))
  }
  const fitted = xs[0]! > 0 ? fitShape(Math.log) : null
  if (fitted && Math.abs(fitted.slope) > 1e-9) {
    const base = BASES.find((one) => isTenth(fitted.slope * Math.log(one), 1e-7)) ?? Math.E
    const s = snap(fitted.slope * Math.log(base))
    candidates.push(atomic('logarithm', { base, s, b: snap(fitted.offset) }))
  }
  return candidates.filter(({ expression }) => passesThrough(expression, points)).slice(0, 1)

  function fitShape(g: (x: number) => number) {
    const solution = leastSquares([xs.map(g), xs.map(() => 1)], ys)
    return solution && { slope: solution[0]!, offset: solution[1]! }
  }
}

function identity(x: number): number {
  return x
}
