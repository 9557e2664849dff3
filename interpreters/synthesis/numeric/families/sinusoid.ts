/** Sines and cosines of a given period are linear in one sine, one cosine and an offset. */
import type { Averages } from '../averages.ts'
import type { Contender } from '../contender.ts'
import { atomic, type Hypothesis } from '../hypothesis.ts'
import { dot, leastSquares } from '../least-squares.ts'
import { passesThrough, type Points } from '../points.ts'
import { CENTRES, centredVectors, fitScaled, highestBy, PERIODS } from '../scaled-shapes.ts'
import { isTenth, snap } from '../snap.ts'
import type { Family } from './family.ts'

/** Points beyond the unknowns that a period is first tried on. */
const SURPLUS = 3

export const sinusoid: Family = { name: 'sinusoid', exact: fitExactly, noisy: { fit: fitInNoise } }

function fitExactly(points: Points): Hypothesis[] {
  const { xs, ys } = points
  if (xs.length < 3 + SURPLUS) return []
  for (const p of PERIODS) {
    const few = columnsOf(xs.slice(0, 3 + SURPLUS), p)
    const quick = leastSquares(few, ys.slice(0, 3 + SURPLUS))
    if (!quick || !matches(quick, few, ys.slice(0, 3 + SURPLUS))) continue
    const [sine = 0, cosine = 0, d = 0] = leastSquares(columnsOf(xs, p), ys) ?? quick
    const candidate = withShortPhase(sine, cosine, p, snap(d))
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
function withShortPhase(sine: number, cosine: number, p: number, d: number): Hypothesis {
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

/** The period of the highest peak of a periodogram (Lomb, 1976), then the likeliest phase. */
function fitInNoise(data: Averages): Contender | undefined {
  const { vectorOf, target } = centredVectors(data)
  const periodogram = PERIODS.map((p) => {
    const rate = (2 * Math.PI) / p
    const [sine, cosine] = [
      vectorOf((x) => Math.sin(rate * x)),
      vectorOf((x) => Math.cos(rate * x)),
    ]
    const [ss, sc, cc] = [dot(sine, sine), dot(sine, cosine), dot(cosine, cosine)]
    return { p, rate, ss, sc, cc, s: dot(sine, target), c: dot(cosine, target) }
  })
  const peak = highestBy(periodogram, ({ ss, sc, cc, s, c }) => {
    const determinant = ss * cc - sc * sc
    if (determinant > 1e-12 * ss * cc)
      return (s * s * cc - 2 * s * c * sc + c * c * ss) / determinant
    return Math.max(ss > 0 ? (s * s) / ss : 0, cc > 0 ? (c * c) / cc : 0)
  })
  const { p, rate } = peak
  const waves = CENTRES.flatMap((c) => (['sin', 'cos'] as const).map((name) => ({ name, c })))
  const { name, c } = highestBy(waves, (wave) => {
    // The wave is a sine of x and b cosines of x.
    const [a, b] = [Math.cos(rate * wave.c), Math.sin(rate * wave.c)]
    const [u, v] = wave.name === 'sin' ? [a, -b] : [b, a]
    const along = u * peak.s + v * peak.c
    const size = u * u * peak.ss + 2 * u * v * peak.sc + v * v * peak.cc
    return size > 1e-12 * data.xs.length ? (along * along) / size : 0
  })
  return fitScaled(
    data,
    (x) => Math[name](rate * (x - c)),
    (a, d) => atomic(name, { a, p, c, d }),
  )
}
