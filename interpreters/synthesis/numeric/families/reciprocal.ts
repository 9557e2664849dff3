import { contend, type Contender } from '../contender.ts'
import type { Averages } from '../averages.ts'
import { atomic, type Hypothesis } from '../hypothesis.ts'
import { passesThrough, type Points } from '../points.ts'
import { snap, tenth } from '../snap.ts'
import type { Clues, Family } from './family.ts'

/** So near to its pole a reciprocal drowns any noise. */
const NEAR_POLE = 1e-6

export const reciprocal: Family = {
  name: 'reciprocal',
  exact: fitExactly,
  noisy: {
    canBeFaint: true,
    probe: [-NEAR_POLE, NEAR_POLE],
    fit: fitInNoise,
    isDecided: () => true,
  },
}

/** A single point tells 1 / (a x). */
function fitExactly(points: Points): Hypothesis[] {
  const i = points.xs.findIndex((x) => x !== 0)
  const x = points.xs[i]
  if (x === undefined || points.ys[i] === 0) return []
  const candidate = atomic('reciprocal', { a: snap(1 / (x * points.ys[i]!)) })
  return passesThrough(candidate.expression, points) ? [candidate] : []
}

function fitInNoise(data: Averages, { seen }: Clues): Contender | undefined {
  const [left, right] = [-NEAR_POLE, NEAR_POLE].map((x) => seen.get(x)?.[0] ?? 0)
  const a = tenth(2 / (NEAR_POLE * (right! - left!)))
  if (!(Math.abs(a) >= 0.1 && Math.abs(a) < 20) || left! * right! >= 0) return undefined
  return contend(atomic('reciprocal', { a }), data, { unknowns: 0, choices: 200 })
}
