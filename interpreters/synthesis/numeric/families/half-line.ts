/** Functions of positive x alone: roots and logarithms. */
import { between, repeatedly } from '../design.ts'
import { atomic, type Hypothesis } from '../hypothesis.ts'
import { leastSquares } from '../least-squares.ts'
import { fitModels, type LinearModel } from '../linear-models.ts'
import { passesThrough, type Points } from '../points.ts'
import { isTenth, snap, tenths } from '../snap.ts'
import type { Family } from './family.ts'

const FEWEST_POINTS = 4
const BASES = tenths(1.1, 10)

export const halfLine: Family = {
  name: 'half-line',
  exact: fitExactly,
  noisy: {
    turn: 'half-line',
    fit: (data, { isKnown }) => fitModels(MODELS, data, isKnown),
    lookCloser: (_, count) =>
      repeatedly([...between(0.01, 12, 25), ...between(0.01, 128, 75)], count),
  },
}

function fitExactly(points: Points): Hypothesis[] {
  const { xs, ys } = points
  if (xs.length < FEWEST_POINTS || xs[0]! < 0) return []
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

const MODELS: readonly LinearModel[] = [
  {
    shapes: [() => 1, identity],
    steps: [0.1, 0.1],
    name: ([b = 0, s = 0]) => atomic('root', { n: 1, s, b }),
  },
  {
    shapes: [() => 1, Math.sqrt],
    steps: [0.1, 0.1],
    name: ([b = 0, s = 0]) => atomic('root', { n: 2, s, b }),
  },
  {
    shapes: [() => 1, Math.log],
    steps: [0.1, 1e-4],
    name: ([b = 0, k = 0]) => atomic('logarithm', { ...baseAndScale(k), b }),
  },
]

/** Base and scale, both tenths, whose ratio s / ln base is nearest to a slope. */
function baseAndScale(slope: number): { base: number; s: number } {
  const pairs = BASES.map((base) => {
    const s = Math.round(slope * Math.log(base) * 10) / 10
    return { base, s, error: Math.abs(s / Math.log(base) - slope) }
  })
  return pairs.reduce((best, pair) => (pair.error < best.error ? pair : best))
}
