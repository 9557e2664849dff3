import { atomic, type Hypothesis } from '../hypothesis.ts'
import { leastSquares } from '../least-squares.ts'
import { keep, passesThrough, type Points } from '../points.ts'
import { snap } from '../snap.ts'

/** Below, rounding and underflow spoil the logarithm. */
const LEAST_RATIO = 1e-12

/** The logarithm of a normal density is a parabola: its curvature is the deviation. */
export function fitGaussian(points: Points): Hypothesis[] {
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
  const mean = snap(origin - b / (2 * a), 1e-4)
  const candidate = atomic('gaussian', { mean, sd })
  return passesThrough(candidate.expression, points) ? [candidate] : []
}
