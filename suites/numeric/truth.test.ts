import { runInNewContext } from 'node:vm'
import { mean, standardDeviation } from 'simple-statistics'
import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { contains, lawOperators } from '../../library/numeric/index.ts'
import { drawnFunctions } from './drawn-functions.ts'
import type { DrawnFunction, NumericParams } from './params.ts'
import { numericSource, numericTruth } from './truth.ts'

const functions = drawnFunctions(0)
const noiseOf = (params: NumericParams) => (params.variant === 'noisy' ? params.noise : null)
const operatorOf = ({ law }: NumericParams) => lawOperators(law)[0]!
/** One function of every operator and variant there is. */
const samples = [
  ...new Map(
    functions.map((drawn) => [`${drawn.params.variant} ${operatorOf(drawn.params)}`, drawn]),
  ).entries(),
]

function first(matches: (params: NumericParams) => boolean): DrawnFunction {
  const found = functions.find(({ params }) => matches(params))
  if (!found) throw new Error('No such function.')
  return found
}

test.each(samples)('%s: its code computes its expected outputs, bit for bit', async (_, drawn) => {
  const truth = numericTruth(drawn)
  const f: (x: number) => number = runInNewContext(`${numericSource(drawn)}\nf`)
  for (const set of Object.values(await truth.probes(randomStream(0)))) {
    expect([...truth.expected(set.inputs)]).toStrictEqual(Array.from(set.inputs, (x) => f(x)))
  }
})

test('code of a law is short', () => {
  for (const drawn of functions.filter(({ params }) => params.variant !== 'mlp')) {
    const source = numericSource(drawn)
    expect(source.length).toBeLessThanOrEqual(400)
    expect(source.match(/\d+(\.\d+)?/g)?.length ?? 0).toBeLessThanOrEqual(24)
  }
})

test.each(['clean', 'mlp'])('a %s function answers alike at every call', (variant) => {
  const truth = numericTruth(first((params) => params.variant === variant))
  const xs = Float64Array.of(-120, 0, 0.5, 77)
  expect(truth.sample(xs, randomStream(0))).toStrictEqual(truth.expected(xs))
})

test.each([
  ['uniform', 1 / 3],
  ['normal', 1],
  ['poisson', 1],
])('%s noise is drawn anew around the expected output', (kind, variance) => {
  const truth = numericTruth(
    first((params) => noiseOf(params) === kind && operatorOf(params) === 'constant'),
  )
  const xs = new Float64Array(20_000).fill(3)
  const drawn = Array.from(truth.sample(xs, randomStream(0)))
  expect(mean(drawn)).toBeCloseTo(truth.expected(xs)[0] ?? NaN, 1)
  expect(standardDeviation(drawn)).toBeCloseTo(Math.sqrt(variance), 1)
})

test('Poisson noise adds 1 to what is expected', () => {
  const drawn = first(
    (params) => noiseOf(params) === 'poisson' && operatorOf(params) === 'rectangle',
  )
  expect([...numericTruth(drawn).expected(Float64Array.of(0, 50))]).toStrictEqual([2, 1])
})

test('a corruption is drawn anew inside its interval only', () => {
  const drawnFunction = first(
    (params) => params.variant === 'corrupted' && operatorOf(params) === 'sin',
  )
  const { params } = drawnFunction
  if (params.variant !== 'corrupted') throw new Error(`${drawnFunction.name} is not corrupted.`)
  const { interval, level } = params.corruption
  const truth = numericTruth(drawnFunction)
  const xs = Float64Array.from({ length: 25_600 }, (_, i) => i / 100 - 128)
  const [drawn, expected] = [truth.sample(xs, randomStream(0)), truth.expected(xs)]
  const inside = drawn.filter((_, i) => contains(interval, xs[i] ?? NaN))
  expect(mean(Array.from(inside))).toBeCloseTo(level, 1)
  expect(standardDeviation(Array.from(inside))).toBeCloseTo(0.1, 2)
  const outside = (_: number, i: number) => !contains(interval, xs[i] ?? NaN)
  expect(drawn.filter(outside)).toStrictEqual(expected.filter(outside))
  expect(new Set(expected.filter((y, i) => !outside(y, i)))).toStrictEqual(new Set([level]))
})

test('sampling repeats with the same stream and leaves its inputs alone', () => {
  const truth = numericTruth(first(({ variant }) => variant === 'noisy'))
  const xs = Float64Array.of(1, 2, 3)
  expect(truth.sample(xs, randomStream(0))).toStrictEqual(truth.sample(xs, randomStream(0)))
  expect(truth.sample(xs, randomStream(0))).not.toStrictEqual(truth.sample(xs, randomStream(1)))
  expect([...xs]).toStrictEqual([1, 2, 3])
})
