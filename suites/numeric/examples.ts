/** Examples of numeric functions as a person would write them down, and what contradicts them. */
import { randomUniform } from 'd3-random'
import type { Example } from '../../plugins/categories/unit-test.ts'
import type { Random } from '../../plugins/contracts.ts'
import { DEVIATION } from './corruption.ts'
import { round } from './draw.ts'
import {
  bounds,
  contains,
  equispaced,
  NUMERIC_DOMAIN,
  lawDomain,
  type Interval,
  type Law,
} from '../../library/numeric/index.ts'
import type { DrawnFunction, NumericParams } from './params.ts'
import { type NumericTruth, numericTruth } from './truth.ts'

/** Outputs are alike that differ by less than this share of the larger one, or absolutely. */
const RELATIVE_MARGIN = 0.1
const ABSOLUTE_MARGIN = 0.01
/** Own examples are at most so many units of noise off, others at least so many; and far is far. */
const USUAL = 2
const CLEAR = 4
const FAR = 10
/** How far around its centre a law shows itself. */
const NEAR = 10
/** How far off the described end of an interval may be. */
const DESCRIBED = 1e-3
const SIGNIFICANT_DIGITS = 4
const DECIMALS = 6

/** A function that examples are drawn from. */
export interface Subject {
  readonly params: NumericParams
  readonly truth: NumericTruth
  /** The expected output. */
  at(x: number): number
}

export function subject(drawn: DrawnFunction): Subject {
  const truth = numericTruth(drawn)
  const at = (x: number) => truth.expected(Float64Array.of(x))[0]!
  return { params: drawn.params, truth, at }
}

export function corruptedInterval({ params }: Subject): Interval | null {
  return params.variant === 'corrupted' ? params.corruption.interval : null
}

/** An input inside of the interval that may be queried. */
export function drawWithin(interval: Interval, random: Random): number {
  const [low, high] = bounds(interval)
  for (;;) {
    const [from, to] = [Math.max(low, NUMERIC_DOMAIN[0]), Math.min(high, NUMERIC_DOMAIN[1])]
    const x = uniform(from, to, 1, random)
    if (contains(interval, x)) return x
  }
}

/**
 * An input that may be queried, of a network one that it was trained on: in one of two draws near
 * where the law shows itself, which for most is around 0.
 */
export function drawInput({ params }: Subject, random: Random): number {
  const [low, high] = params.variant === 'mlp' ? lawDomain(params.law) : NUMERIC_DOMAIN
  if (random() < 0.5) return uniform(low, high, 1, random)
  const centre = centreOf(params.law)
  const x = uniform(Math.max(low, centre - NEAR), Math.min(high, centre + NEAR), 2, random)
  // Odd multiples of 1/20 are left to exemplars, which what is judged must not meet.
  return Math.abs(Math.round(100 * x)) % 10 === 5 ? round(x + 0.01, 2) : x
}

/**
 * An output of the function, with its noise, rounded; null at a jump, where it is not finite, and
 * where the noise is unusually large.
 */
export function exampleAt(f: Subject, x: number, random: Random): Example<number, number> | null {
  const expected = f.at(x)
  if (!Number.isFinite(expected) || !isSteady(f, x)) return null
  const output = f.truth.sample(Float64Array.of(x), random)[0]!
  if (Math.abs(output - expected) > USUAL * noiseUnit(f, x)) return null
  return { input: x, output: round(Number(output.toPrecision(SIGNIFICANT_DIGITS)), DECIMALS) }
}

/** Whether the example is clearly none of the function's, where that is no matter of a jump. */
export function contradicts(f: Subject, { input, output }: Example<number, number>): boolean {
  return isSteady(f, input) && differ(f.at(input), output, noiseUnit(f, input))
}

/**
 * The inputs at which both functions are finite and clearly differ, whatever their noise.
 *
 * @param reach how far off the other may be, unless noise or the output itself are larger.
 */
export function whereDiffer(
  f: Subject,
  g: Subject,
  inputs: readonly number[],
  reach = Infinity,
): number[] {
  const xs = Float64Array.from(inputs)
  const [fs, gs] = [f.truth.expected(xs), g.truth.expected(xs)]
  return inputs.filter((x, i) => {
    const [a, b] = [fs[i]!, gs[i]!]
    if (!Number.isFinite(a) || !Number.isFinite(b)) return false
    const noise = Math.max(noiseUnit(f, x), noiseUnit(g, x))
    const farthest = Math.max(reach, Math.abs(a), FAR * noise)
    return differ(a, b, noise) && Math.abs(b - a) <= farthest
  })
}

function differ(expected: number, output: number, noise: number): boolean {
  if (!Number.isFinite(expected)) return true
  const size = Math.max(Math.abs(expected), Math.abs(output))
  const margin = Math.max(CLEAR * noise, RELATIVE_MARGIN * size, ABSOLUTE_MARGIN)
  return Math.abs(output - expected) >= margin
}

/** What noise is measured in: its standard deviation, or half of its bound. */
export function noiseUnit({ params }: Subject, x: number): number {
  if (params.variant === 'noisy') return params.noise === 'uniform' ? 0.5 : 1
  if (params.variant !== 'corrupted') return 0
  return contains(params.corruption.interval, x) ? DEVIATION : 0
}

/**
 * Bounds and jumps of a law are exact to a decimal, as inputs are, and the ends of an interval are
 * described to three: nobody should have to say.
 */
function isSteady(f: Subject, x: number): boolean {
  const interval = corruptedInterval(f)
  if (interval && bounds(interval).some((end) => Math.abs(x - end) < DESCRIBED)) return false
  const [before, at, after] = f.truth.expected(Float64Array.of(x - 1e-6, x, x + 1e-6))
  const tolerance = Number.isFinite(at) ? 1e-3 * Math.max(1, Math.abs(at!)) : 0
  const near = (y: number) => Object.is(y, at) || Math.abs(y - at!) <= tolerance
  return near(before!) && near(after!)
}

/** The inputs around the centre of its law. */
export function nearby({ params }: Subject): Float64Array {
  const centre = centreOf(params.law)
  return equispaced(centre - NEAR, centre + NEAR, 201)
}

function centreOf(law: Law): number {
  const mean = law.form === 'atomic' && law.term.parameters['mean']
  return typeof mean === 'number' ? mean : 0
}

function uniform(low: number, high: number, decimals: number, random: Random): number {
  return round(randomUniform.source(random)(low, high)(), decimals)
}
