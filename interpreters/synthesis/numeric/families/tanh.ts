/** Hyperbolic tangents: far from zero they are flat. */
import { extent } from 'd3-array'
import type { Averages } from '../averages.ts'
import type { Contender } from '../contender.ts'
import { between, repeatedly } from '../design.ts'
import { atomic, type Hypothesis } from '../hypothesis.ts'
import { dot } from '../least-squares.ts'
import { keep, passesThrough, tolerances, type Points } from '../points.ts'
import { CENTRES, centredVectors, fitScaled, highestBy, PERIODS } from '../scaled-shapes.ts'
import { snap } from '../snap.ts'
import type { Family } from './family.ts'

/** Beyond this the widest hyperbolic tangent of the library is flat to the last bit. */
const FLAT = 30

export const tanh: Family = {
  name: 'tanh',
  exact: fitExactly,
  noisy: {
    fit: fitInNoise,
    lookCloser: (_, count) => repeatedly(between(-4, 9, 100), count),
  },
}

/** All members through the points: the two plateaus give amplitude and offset. */
function fitExactly(points: Points): Hypothesis[] {
  const plateaus = [keep(points, (x) => x < -FLAT), keep(points, (x) => x > FLAT)]
  const [low, high] = plateaus.map(({ ys }) =>
    ys.every((y) => isSame(y, ys[0]!)) ? ys[0] : undefined,
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

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * (Math.abs(a) + 1)
}

/** Where a plateau is out of sight, two points give amplitude and offset. */
function fitOneSided(points: Points): Hypothesis[] {
  const plateau = [keep(points, (x) => x < -FLAT), keep(points, (x) => x > FLAT)].find(
    ({ ys }) => ys.length > 1 && ys.every((y) => isSame(y, ys[0]!)),
  )
  if (!plateau) return []
  const curved = keep(points, (x, y) => Math.abs(x) < FLAT && !isSame(y, plateau.ys[0]!))
  if (curved.xs.length < 4) return []
  const [low = 0, high = 0] = extent(curved.ys)
  const [i, j] = [curved.ys.indexOf(low), curved.ys.indexOf(high)]
  for (const p of PERIODS) {
    for (const c of CENTRES) {
      const shape = sigmoid({ p, c })
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

interface Sigmoid {
  readonly p: number
  readonly c: number
}

function sigmoid({ p, c }: Sigmoid): (x: number) => number {
  return (x) => Math.tanh(((2 * Math.PI) / p) * (x - c))
}

/** Period and centre that explain most, coarsely first. */
function fitInNoise(data: Averages): Contender | undefined {
  const { vectorOf, target } = centredVectors(data)
  const explained = (one: Sigmoid) => {
    const vector = vectorOf(sigmoid(one))
    const [along, size] = [dot(vector, target), dot(vector, vector)]
    return size > 1e-12 * data.xs.length ? (along * along) / size : 0
  }
  const coarse = highestBy(
    sigmoids(
      [0.2, 0.7, 1.4, 2.4, 3.6, 5.2],
      CENTRES.filter((_, i) => i % 2 === 0),
    ),
    explained,
  )
  const fine = highestBy(
    sigmoids(
      PERIODS.filter((p) => p > coarse.p / 2 && p < coarse.p * 2),
      CENTRES.filter((c) => Math.abs(c - coarse.c) < 0.35),
    ),
    explained,
  )
  return fitScaled(data, sigmoid(fine), (a, d) => atomic('tanh', { a, ...fine, d }))
}

function sigmoids(periods: readonly number[], centres: readonly number[]): Sigmoid[] {
  return periods.flatMap((p) => centres.map((c) => ({ p, c })))
}
