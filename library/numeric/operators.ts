/** FIND's numeric operators (section 3.1; arXiv 2309.03886): ranges, code and words of each. */
import { centred, horner, plus } from './expressions.ts'
import { integer, real, type Coefficients, type Parameter, type TermParameters } from './range.ts'

export interface Operator<P = TermParameters> {
  readonly parameters: Readonly<Record<string, Parameter>>
  /** Whether it is a function of its own, and whether it is part of sums and products. */
  readonly atomic: boolean
  readonly composable: boolean
  /** The domain on which it is defined and averaged; the ends are included. */
  readonly domain: readonly [number, number]
  /** A JavaScript expression of `x`: the implementation. */
  expression(parameters: P): string
  /** Describes it in plain English, as a noun phrase. */
  describe(parameters: P): string
}

/** `, plus 3`, `, minus 3`, or nothing for 0. */
function added(constant: number): string {
  if (constant === 0) return ''
  return constant < 0 ? `, minus ${-constant}` : `, plus ${constant}`
}

type Drawn<R> = { readonly [K in keyof R]: R[K] extends Coefficients ? readonly number[] : number }
type Role = 'atomic' | 'composed' | 'both'

function operator<const R extends Record<string, Parameter>>(
  role: Role,
  parameters: R,
  expression: (drawn: Drawn<R>) => string,
  describe: (drawn: Drawn<R>) => string,
  domain: readonly [number, number] = [-100, 100],
): Operator<Drawn<R>> {
  const [atomic, composable] = [role !== 'composed', role !== 'atomic']
  return { parameters, atomic, composable, domain, expression, describe }
}

const offset = real(-10, 10)
const scale = real(-30, 30)
const coefficient = real(-10, 10)
/** Amplitude, period, phase and offset of sin, cos and tanh. */
const wave = {
  a: real(-10, 10),
  p: real(0.1, 2 * Math.PI),
  c: real(0.1, 2 * Math.PI),
  d: offset,
}

/** `a·g(2π/p·(x - c)) + d`. */
function periodic(name: 'sin' | 'cos' | 'tanh', words: string) {
  return operator(
    'atomic',
    wave,
    ({ a, p, c, d }) => `${a} * Math.${name}(2 * Math.PI / ${p} * ${centred(c)})${plus(d)}`,
    ({ a, p, c, d }) => `${a} times the ${words} of 2 pi (x - ${c}) / ${p}${added(d)}`,
  )
}

const operators = {
  linear: operator(
    'both',
    { m: real(-10, 10), b: offset },
    ({ m, b }) => `${m} * x${plus(b)}`,
    ({ m, b }) => `a line with slope ${m} and intercept ${b}`,
  ),
  polynomial: operator(
    'both',
    { coefficients: { of: real(-5, 5), sizes: [3, 6], leading: 'first' } },
    ({ coefficients }) => horner(coefficients),
    ({ coefficients }) =>
      `a polynomial of degree ${coefficients.length - 1} with the coefficients ` +
      `${coefficients.join(', ')} from the highest power down`,
  ),
  rational: operator(
    'atomic',
    {
      numerator: { of: coefficient, sizes: [1, 5], leading: 'last' },
      denominator: { of: coefficient, sizes: [2, 6], longerThan: 'numerator', leading: 'last' },
    },
    ({ numerator, denominator }) =>
      `(${horner(numerator.toReversed())}) / (${horner(denominator.toReversed())})`,
    ({ numerator, denominator }) =>
      `a ratio of two polynomials: coefficients ${numerator.join(', ')} over ` +
      `${denominator.join(', ')}, each from the constant term up`,
  ),
  reciprocal: operator(
    'atomic',
    { a: real(-10, 10, 0) },
    ({ a }) => `1 / (${a} * x)`,
    ({ a }) => `the reciprocal of ${a} times x`,
  ),
  root: operator(
    'atomic',
    { n: integer(1, 2), s: scale, b: offset },
    ({ n, s, b }) => `${s} * ${n === 1 ? 'x' : 'Math.sqrt(x)'}${plus(b)}`,
    ({ n, s, b }) =>
      n === 1
        ? `${s} times x${added(b)}`
        : `${s} times the square root of x${added(b)}, undefined for negative x`,
    [0, 100],
  ),
  gaussian: operator(
    'atomic',
    { mean: real(-50, 50), sd: real(1, 10) },
    ({ mean, sd }) =>
      `Math.exp(-${centred(mean)} * ${centred(mean)} / (2 * ${sd} * ${sd})) / ` +
      `(${sd} * Math.sqrt(2 * Math.PI))`,
    ({ mean, sd }) => `the normal density with mean ${mean} and standard deviation ${sd}`,
  ),
  absolute: operator(
    'atomic',
    { s: scale, b: offset },
    ({ s, b }) => `${s} * Math.abs(x)${plus(b)}`,
    ({ s, b }) => `${s} times the absolute value of x${added(b)}`,
  ),
  logarithm: operator(
    'atomic',
    { base: real(1, 10, 1), s: scale, b: offset },
    ({ base, s, b }) => `${s} * Math.log(x) / Math.log(${base})${plus(b)}`,
    ({ base, s, b }) =>
      `${s} times the logarithm of x to base ${base}${added(b)}, defined for positive x only`,
    [1, 100],
  ),
  step: operator(
    'both',
    { a: scale, b: offset, s: real(-100, 100) },
    ({ a, b, s }) => `${a} * (x > 0 ? 1 : x < 0 ? 0 : ${s})${plus(b)}`,
    ({ a, b, s }) =>
      `${a} times a unit step at 0${added(b)}, where the unit step is 0 for negative x, ` +
      `1 for positive x and ${s} at exactly 0`,
  ),
  square_wave: operator(
    'both',
    { period: real(1, 10), shift: real(-5, 5) },
    ({ period, shift }) => `Math.sin(2 * Math.PI * ${centred(shift)} / ${period}) < 0 ? -1 : 1`,
    ({ period, shift }) =>
      `a square wave between 1 and -1 with period ${period} that turns to 1 at x = ${shift}`,
  ),
  rectangle: operator(
    'both',
    { w: real(1, 10) },
    ({ w }) => `Math.abs(x) <= ${w} / 2 ? 1 : 0`,
    ({ w }) => `a rectangle of height 1 and width ${w} around 0, and 0 elsewhere`,
  ),
  relu: operator(
    'both',
    { a: scale, b: offset, leak: real(0, 1) },
    ({ a, b, leak }) => `${a} * (x > 0 ? x : ${leak} * x)${plus(b)}`,
    ({ a, b, leak }) =>
      `${a} times a leaky ReLU of x whose negative side has slope ${leak}${added(b)}`,
  ),
  tanh: periodic('tanh', 'hyperbolic tangent'),
  sin: periodic('sin', 'sine'),
  cos: periodic('cos', 'cosine'),
  constant: operator(
    'both',
    { a: integer(-100, 99) },
    ({ a }) => `${a}`,
    ({ a }) => `the constant ${a}`,
  ),
  ceil: operator(
    'composed',
    {},
    () => 'Math.ceil(x)',
    () => 'x rounded up to an integer',
  ),
  floor: operator(
    'composed',
    {},
    () => 'Math.floor(x)',
    () => 'x rounded down to an integer',
  ),
}

export type OperatorName = keyof typeof operators
/** All operators by name, to be called with parameters of their kind. */
export const OPERATORS: Readonly<Record<OperatorName, Operator>> = operators
export const OPERATOR_NAMES = Object.keys(operators) as OperatorName[]
