import { atomic, type Hypothesis } from '../hypothesis.ts'
import { leastSquares } from '../least-squares.ts'
import { passesThrough, type Points } from '../points.ts'
import { isTenth, snap, tenths } from '../snap.ts'

const PERIODS = tenths(0.1, 6.3)
const SURPLUS = 3

/** A sinusoid is linear in sine, cosine and offset once its period is known. */
export function fitSinusoid(points: Points): Hypothesis[] {
  const { xs, ys } = points
  if (xs.length < 3 + SURPLUS) return []
  for (const p of PERIODS) {
    const few = columnsOf(xs.slice(0, 3 + SURPLUS), p)
    const quick = leastSquares(few, ys.slice(0, 3 + SURPLUS))
    if (!quick || !matches(quick, few, ys.slice(0, 3 + SURPLUS))) continue
    const [sine = 0, cosine = 0, d = 0] = leastSquares(columnsOf(xs, p), ys) ?? quick
    const candidate = named(sine, cosine, p, snap(d))
    if (passesThrough(candidate.expression, points)) return [candidate]
  }
  return []
}

function columnsOf(xs: readonly number[], p: number): number[][] {
  const angles = xs.map((x) => ((2 * Math.PI) / p) * x)
  return [angles.map(Math.sin), angles.map(Math.cos), xs.map(() => 1)]
}

function matches(
  [s = 0, c = 0, d = 0]: readonly number[],
  columns: readonly (readonly number[])[],
  ys: readonly number[],
): boolean {
  const size = Math.abs(s) + Math.abs(c) + Math.abs(d)
  return ys.every(
    (y, i) => Math.abs(s * columns[0]![i]! + c * columns[1]![i]! + d - y) <= 1e-8 * size,
  )
}

/** Amplitude and phase: of all equal writings, the one whose phase is a short decimal. */
export function named(sine: number, cosine: number, p: number, d: number): Hypothesis {
  const size = Math.hypot(sine, cosine)
  const writings = ([1, -1] as const).flatMap((sign) => [
    { name: 'sin' as const, a: sign * size, c: Math.atan2(-sign * cosine, sign * sine) },
    { name: 'cos' as const, a: sign * size, c: Math.atan2(sign * sine, sign * cosine) },
  ])
  const shifted = writings.flatMap(({ name, a, c }) => {
    const first = ((c / (2 * Math.PI)) * p + 2 * p) % p
    const turns = Math.max(1, Math.floor(6.35 / p))
    return Array.from({ length: turns + 1 }, (_, k) => ({ name, a, c: first + k * p }))
  })
  const short = shifted.find(({ c }) => c > 0.05 && c < 6.35 && isTenth(c, 1e-6)) ?? shifted[0]!
  return atomic(short.name, { a: snap(short.a), p, c: snap(short.c), d })
}
