import { extent } from 'd3-array'
import { atomic, type Hypothesis } from '../hypothesis.ts'
import { keep, passesThrough, tolerances, type Points } from '../points.ts'
import { snap, tenths } from '../snap.ts'

const PERIODS = tenths(0.1, 6.3)
const CENTRES = tenths(0.1, 6.3)
/** Beyond this the widest hyperbolic tangent of the library is flat to the last bit. */
const FLAT = 30

/** All hyperbolic tangents through the points: far from zero they are flat, which gives a and d. */
export function fitTanh(points: Points): Hypothesis[] {
  const plateaus = [keep(points, (x) => x < -FLAT), keep(points, (x) => x > FLAT)]
  const [low, high] = plateaus.map(({ ys }) =>
    ys.every((y) => same(y, ys[0]!)) ? ys[0] : undefined,
  )
  const candidates: Hypothesis[] = []
  if (low === undefined || high === undefined || low === high) return fitOneSided(points)
  const [a, d] = [(high - low) / 2, (high + low) / 2]
  const near = keep(points, (x) => Math.abs(x) <= FLAT)
  const allowed = tolerances(points)[0]!
  for (const p of PERIODS) {
    for (const c of CENTRES) {
      const rate = (2 * Math.PI) / p
      const passes = near.xs.every(
        (x, i) => Math.abs(a * Math.tanh(rate * (x - c)) + d - near.ys[i]!) <= 2 * allowed + 1e-9,
      )
      if (passes) candidates.push(atomic('tanh', { a: snap(a), p, c, d: snap(d) }))
    }
  }
  return candidates.filter(({ expression }) => passesThrough(expression, points))
}

function same(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * (Math.abs(a) + 1)
}

/** Where a plateau is out of sight, amplitude and offset follow by least squares. */
function fitOneSided(points: Points): Hypothesis[] {
  const plateau = [keep(points, (x) => x < -FLAT), keep(points, (x) => x > FLAT)].find(
    ({ ys }) => ys.length > 1 && ys.every((y) => same(y, ys[0]!)),
  )
  if (!plateau) return []
  const curved = keep(points, (x, y) => Math.abs(x) < FLAT && !same(y, plateau.ys[0]!))
  if (curved.xs.length < 4) return []
  const [low = 0, high = 0] = extent(curved.ys)
  const [i, j] = [curved.ys.indexOf(low), curved.ys.indexOf(high)]
  for (const p of PERIODS) {
    for (const c of CENTRES) {
      const shape = (x: number) => Math.tanh(((2 * Math.PI) / p) * (x - c))
      const a = (high - low) / (shape(curved.xs[j]!) - shape(curved.xs[i]!))
      const d = low - a * shape(curved.xs[i]!)
      if (!Number.isFinite(a)) continue
      if (!curved.xs.every((x, k) => Math.abs(a * shape(x) + d - curved.ys[k]!) < 1e-6)) continue
      const candidate = atomic('tanh', { a: snap(a, 1e-4), p, c, d: snap(d, 1e-4) })
      if (passesThrough(candidate.expression, points)) return [candidate]
    }
  }
  return []
}
