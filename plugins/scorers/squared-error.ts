import { mean, variance } from 'simple-statistics'
import type { AnsweredSet } from '../categories/functions.ts'
import type { Counterexample } from '../contracts.ts'
import { encodeNumber } from '../utils/json.ts'

/** Probes of a numeric function with the outputs of an answer. */
export type AnsweredNumbers = AnsweredSet<number, Float64Array, Float64Array>

/** Σ (y - ŷ)². Infinite where an output is missing or not finite. */
export function sumOfSquaredErrors({ expected, got }: AnsweredNumbers): number {
  let sum = 0
  for (let i = 0; i < expected.length; i++) {
    const error = expected[i]! - (got[i] ?? NaN)
    sum += error * error
  }
  return Number.isNaN(sum) ? Infinity : sum
}

/**
 * Centred error of an answer: 1 - R², mean squared error over the variance of the truth.
 *
 * A constant truth has no variance. There the error is measured in units of `scale`, and a
 * truth that varies by less than a thousandth of `scale` is measured as if it varied by that.
 * Infinite where an output is missing or not finite.
 */
export function centredError(set: AnsweredNumbers, scale: number): number {
  const expected = Array.from(set.expected)
  const level = mean(expected)
  const spread = variance(expected)
  const meanSquaredError = sumOfSquaredErrors(set) / expected.length
  const flat = expected.every((y) => Math.abs(y - level) <= 1e-9 * Math.max(scale, Math.abs(level)))
  return meanSquaredError / (flat ? scale * scale : Math.max(spread, 1e-6 * scale * scale))
}

/**
 * Unit in which errors against a constant truth are measured: the standard deviation of the
 * function over its domain, at least 0.1 (the noise of FIND's corruptions) and at most 1; 1
 * for a function that is constant throughout.
 */
export function errorScale(expectedOverDomain: Float64Array): number {
  const deviation = Math.sqrt(variance(Array.from(expectedOverDomain)))
  return deviation === 0 ? 1 : Math.min(1, Math.max(0.1, deviation))
}

/** The point with the largest error; undefined where every output is exact. */
export function worstPoint(set: AnsweredNumbers): Counterexample | undefined {
  let worst = -1
  let largest = 0
  for (let i = 0; i < set.inputs.length; i++) {
    const error = Math.abs(set.expected[i]! - (set.got[i] ?? NaN))
    const size = Number.isNaN(error) ? Infinity : error
    if (size > largest) {
      largest = size
      worst = i
    }
  }
  if (worst === -1) return undefined
  const got = set.got[worst]
  return {
    input: encodeNumber(set.inputs[worst]!),
    expected: encodeNumber(set.expected[worst]!),
    got: got === null || got === undefined ? null : encodeNumber(got),
  }
}
