/** Positions as angles: a head finds another position by turning the code of its own. */
import type { Linear } from './plan.ts'

/** Odd, so that the code of a position half a turn away is the opposite one. */
const FREQUENCIES = [1, 3, 5]
const TURN = 16
/** Of what {@link positionCode} gives. */
export const POSITION_SIZE = 2 * FREQUENCIES.length

/** A vector of length 1; of different ones among 16 the product is at most 0.31. */
export const positionCode = (position: number): number[] =>
  FREQUENCIES.flatMap((frequency) => {
    const angle = (2 * Math.PI * frequency * position) / TURN
    return [Math.cos(angle), Math.sin(angle)].map((value) => value / Math.sqrt(FREQUENCIES.length))
  })

/** Makes of the code of any position that of the position `by` later, times `factor`. */
export function shifted(by: number, factor: number): Linear {
  const matrix = Array.from({ length: POSITION_SIZE }, () => Array<number>(POSITION_SIZE).fill(0))
  for (const [i, frequency] of FREQUENCIES.entries()) {
    const angle = (2 * Math.PI * frequency * by) / TURN
    const [cos, sin] = [Math.cos(angle) * factor, Math.sin(angle) * factor]
    matrix[2 * i]![2 * i] = cos
    matrix[2 * i]![2 * i + 1] = sin
    matrix[2 * i + 1]![2 * i] = -sin
    matrix[2 * i + 1]![2 * i + 1] = cos
  }
  return matrix
}
