import { runInNewContext } from 'node:vm'
import { mean, standardDeviation } from 'simple-statistics'
import { expect, test } from 'vitest'
import type { FunctionSpec } from '../../plugins/contracts.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { contains } from '../../library/numeric/index.ts'
import { paramsOf } from './params.ts'
import { numericProbes } from './probes.ts'
import { numericSpecs } from './specs.ts'
import { buildTruth } from './truth.ts'

const specs = numericSpecs(0)
/** One function of every operator and variant there is. */
const samples = [
  ...new Map(specs.map((spec) => [`${spec.variant} ${spec.operators[0]}`, spec])).entries(),
]

function first(matches: (spec: FunctionSpec<'numeric'>) => boolean): FunctionSpec<'numeric'> {
  const found = specs.find(matches)
  if (!found) throw new Error('No such function.')
  return found
}

test.each(samples)('%s: its code computes its expected outputs, bit for bit', (_, spec) => {
  const truth = buildTruth(spec)
  const f: (x: number) => number = runInNewContext(`${truth.code.source}\nf`)
  for (const set of Object.values(numericProbes(spec, truth, randomStream(0)))) {
    expect([...truth.expected(set.inputs)]).toStrictEqual(Array.from(set.inputs, (x) => f(x)))
  }
})

test('code of a law is short', () => {
  for (const spec of specs.filter(({ variant }) => variant !== 'mlp')) {
    const { source } = buildTruth(spec).code
    expect(source.length).toBeLessThanOrEqual(400)
    expect(source.match(/\d+(\.\d+)?/g)?.length ?? 0).toBeLessThanOrEqual(24)
  }
})

test.each(['clean', 'mlp'])('a %s function answers alike at every call', (variant) => {
  const truth = buildTruth(first((spec) => spec.variant === variant))
  const xs = Float64Array.of(-120, 0, 0.5, 77)
  expect(truth.sample(xs, randomStream(0))).toStrictEqual(truth.expected(xs))
})

test.each([
  ['uniform', 1 / 3],
  ['normal', 1],
  ['poisson', 1],
])('%s noise is drawn anew around the expected output', (kind, variance) => {
  const truth = buildTruth(
    first(({ params, operators }) => params.noise === kind && operators[0] === 'constant'),
  )
  const xs = new Float64Array(20_000).fill(3)
  const drawn = Array.from(truth.sample(xs, randomStream(0)))
  expect(mean(drawn)).toBeCloseTo(truth.expected(xs)[0] ?? NaN, 1)
  expect(standardDeviation(drawn)).toBeCloseTo(Math.sqrt(variance), 1)
})

test('Poisson noise adds 1 to what is expected', () => {
  const spec = first(
    ({ params, operators }) => params.noise === 'poisson' && operators[0] === 'rectangle',
  )
  expect([...buildTruth(spec).expected(Float64Array.of(0, 50))]).toStrictEqual([2, 1])
})

test('a corruption is drawn anew inside its interval only', () => {
  const spec = first(({ variant, operators }) => variant === 'corrupted' && operators[0] === 'sin')
  const params = paramsOf(spec)
  if (params.variant !== 'corrupted') throw new Error(`${spec.id} is not corrupted.`)
  const { interval, level } = params.corruption
  const truth = buildTruth(spec)
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
  const truth = buildTruth(first(({ variant }) => variant === 'noisy'))
  const xs = Float64Array.of(1, 2, 3)
  expect(truth.sample(xs, randomStream(0))).toStrictEqual(truth.sample(xs, randomStream(0)))
  expect(truth.sample(xs, randomStream(0))).not.toStrictEqual(truth.sample(xs, randomStream(1)))
  expect([...xs]).toStrictEqual([1, 2, 3])
})

test('a spec of another suite is refused', () => {
  const spec = first(({ variant }) => variant === 'clean')
  expect(() => buildTruth({ ...spec, params: { variant: 'clean' } })).toThrow('law')
})
