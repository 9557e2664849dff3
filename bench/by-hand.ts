import { randomStream } from '../plugins/utils/random.ts'
import { drawnFunctions } from '../suites/numeric/drawn-functions.ts'
import { numericTruth } from '../suites/numeric/truth.ts'

type Loop = (x: Float64Array, y: Float64Array) => void
type Numbers = Readonly<Record<string, number>>
type Lists = Readonly<Record<string, readonly number[]>>

/**
 * The loop of a numeric function of seed 0, by its name, over so many of the inputs that its hot
 * path has. Undefined where nobody wrote one.
 */
export async function loopByHand(name: string, calls: number): Promise<(() => void) | undefined> {
  const drawn = drawnFunctions(0).find((one) => one.name === name)
  if (drawn?.params.variant !== 'clean' || drawn.params.law.form !== 'atomic') return undefined
  const { operator, parameters } = drawn.params.law.term
  const loop = BY_HAND[operator]?.(parameters as Numbers & Lists)
  if (!loop) return undefined
  const [first] = Object.values(await numericTruth(drawn).probes(randomStream(0, name, 'probes')))
  const { inputs } = first!
  const xs = Float64Array.from({ length: calls }, (_, i) => inputs[i % inputs.length]!)
  const ys = new Float64Array(calls)
  return () => loop(xs, ys)
}

/**
 * Each numeric operator as one would write its loop by hand, parameters in variables. Each has
 * a loop of its own: one loop that all shared could not be inlined into.
 */
const BY_HAND: Readonly<Record<string, (parameters: Numbers & Lists) => Loop>> = {
  linear:
    ({ m = 0, b = 0 }: Numbers) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++) y[i] = m * x[i]! + b
    },
  absolute:
    ({ s = 0, b = 0 }: Numbers) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++) y[i] = s * Math.abs(x[i]!) + b
    },
  root:
    ({ n = 1, s = 0, b = 0 }: Numbers) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++)
        y[i] = x[i]! < 0 ? NaN : s * (n === 1 ? x[i]! : Math.sqrt(x[i]!)) + b
    },
  logarithm:
    ({ base = 2, s = 0, b = 0 }: Numbers) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++) y[i] = (s * Math.log(x[i]!)) / Math.log(base) + b
    },
  step:
    ({ a = 0, b = 0, s = 0 }: Numbers) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++) y[i] = a * (x[i]! > 0 ? 1 : x[i]! < 0 ? 0 : s) + b
    },
  relu:
    ({ a = 0, b = 0, leak = 0 }: Numbers) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++) y[i] = a * (x[i]! > 0 ? x[i]! : leak * x[i]!) + b
    },
  constant:
    ({ a = 0 }: Numbers) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++) y[i] = a
    },
  reciprocal:
    ({ a = 1 }: Numbers) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++) y[i] = 1 / (a * x[i]!)
    },
  gaussian:
    ({ mean = 0, sd = 1 }: Numbers) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++)
        y[i] =
          Math.exp(-((x[i]! - mean) * (x[i]! - mean)) / (2 * sd * sd)) /
          (sd * Math.sqrt(2 * Math.PI))
    },
  rectangle:
    ({ w = 1 }: Numbers) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++) y[i] = Math.abs(x[i]!) <= w / 2 ? 1 : 0
    },
  square_wave:
    ({ period = 1, shift = 0 }: Numbers) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++)
        y[i] = Math.sin((2 * Math.PI * (x[i]! - shift)) / period) < 0 ? -1 : 1
    },
  sin:
    ({ a = 0, p = 1, c = 0, d = 0 }: Numbers) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++) y[i] = a * Math.sin(((2 * Math.PI) / p) * (x[i]! - c)) + d
    },
  cos:
    ({ a = 0, p = 1, c = 0, d = 0 }: Numbers) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++) y[i] = a * Math.cos(((2 * Math.PI) / p) * (x[i]! - c)) + d
    },
  tanh:
    ({ a = 0, p = 1, c = 0, d = 0 }: Numbers) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++) y[i] = a * Math.tanh(((2 * Math.PI) / p) * (x[i]! - c)) + d
    },
  polynomial:
    ({ coefficients = [] }: Lists) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++) {
        let sum = 0
        for (let k = 0; k < coefficients.length; k++) sum = sum * x[i]! + coefficients[k]!
        y[i] = sum
      }
    },
  rational:
    ({ numerator = [], denominator = [] }: Lists) =>
    (x, y) => {
      for (let i = 0; i < x.length; i++) {
        let above = 0
        for (let k = numerator.length - 1; k >= 0; k--) above = above * x[i]! + numerator[k]!
        let below = 0
        for (let k = denominator.length - 1; k >= 0; k--) below = below * x[i]! + denominator[k]!
        y[i] = above / below
      }
    },
}
