import { atomic } from '../hypothesis.ts'
import type { Laboratory } from '../laboratory.ts'
import { tenth } from '../snap.ts'
import { within, type Averages } from './averages.ts'
import { contend, type Contender } from './contender.ts'

/** So near to its pole a reciprocal drowns any noise. */
export const NEAR_POLE = 1e-6

export function fitNoisyReciprocal(
  laboratory: Laboratory,
  data: Averages,
  deviation: number,
): Contender | undefined {
  const [left, right] = [-NEAR_POLE, NEAR_POLE].map((x) => laboratory.seen.get(x)?.[0] ?? 0)
  const a = tenth(2 / (NEAR_POLE * (right! - left!)))
  if (!(Math.abs(a) >= 0.1 && Math.abs(a) < 20) || left! * right! >= 0) return undefined
  const usual = within(data, (x) => Math.abs(x) > NEAR_POLE)
  return contend(atomic('reciprocal', { a }), usual, deviation, { unknowns: 0, choices: 200 })
}
