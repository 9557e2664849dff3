import { linearRegression } from 'simple-statistics'
import { expect, test } from 'vitest'
import type { ProbeSet } from '../../plugins/categories/functions.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import {
  bounds,
  compile,
  contains,
  corrupted,
  equispaced,
  lawExpression,
  lawOperators,
  readable,
  sourceOf,
  type Interval,
} from '../../library/numeric/index.ts'
import { centredError, errorScale } from '../../plugins/scorers/squared-error.ts'
import { drawnFunctions } from './drawn-functions.ts'
import { loadWeights } from './mlp/load-weights.ts'
import { visibleReach } from './mlp/network.ts'
import type { DrawnFunction } from './params.ts'
import { numericProbes } from './probes.ts'
import { numericTruth } from './truth.ts'
import { visibleCorruption } from './visible-corruption.ts'

const functions = drawnFunctions(0)

function probesOf(drawn: DrawnFunction, seed = 0) {
  return numericProbes(drawn, numericTruth(drawn), randomStream(seed, drawn.name, 'probes'))
}

function first(variant: string, operator: string): DrawnFunction {
  return functions.find(
    ({ params }) => params.variant === variant && lawOperators(params.law)[0] === operator,
  )!
}

function inputs(set: ProbeSet<Float64Array, Float64Array> | undefined): number[] {
  return [...(set?.inputs ?? [])]
}

test('the sets of every law are finite, aligned and large enough', () => {
  for (const drawn of functions.filter(({ params }) => params.variant !== 'mlp')) {
    const sets = probesOf(drawn)
    expect(Object.keys(sets)).toContain('fit')
    for (const { inputs: xs, expected, truth } of Object.values(sets)) {
      expect(xs.length).toBeGreaterThanOrEqual(8)
      expect(xs.length === expected.length && xs.length === truth.length).toBe(true)
      expect(truth.every(Number.isFinite) && expected.every(Number.isFinite)).toBe(true)
    }
    const { grid: _, ...strict } = sets
    for (const { expected, truth } of Object.values(strict)) expect(expected).toStrictEqual(truth)
    const { params } = drawn
    expect('inside' in sets).toBe(params.variant === 'corrupted' && visibleCorruption(params).shows)
  }
})

test('who ignores a corruption that shows is wrong at the probes inside, also beside a pole', () => {
  const rationals = [17, 18, 22, 24, 28].flatMap((seed) =>
    drawnFunctions(seed).flatMap((drawn) => {
      const { params } = drawn
      const isRational = lawOperators(params.law)[0] === 'rational'
      return params.variant === 'corrupted' && isRational ? [{ drawn, params, seed }] : []
    }),
  )
  let shown = 0
  for (const { drawn, params, seed } of rationals) {
    const { shows, isMissed } = visibleCorruption(params)
    const { fit, inside } = probesOf(drawn, seed)
    if (!shows) continue
    shown += 1
    expect(isMissed(inside!.inputs, errorScale(fit!.truth)), drawn.name).toBe(false)
  }
  expect(shown).toBeGreaterThan(20)
})

test('a law is judged apart from its corruption, however little of it is left', () => {
  const roots = [0, 1, 2, 3].flatMap((seed) =>
    drawnFunctions(seed).filter(
      ({ params }) =>
        params.variant === 'corrupted' &&
        lawOperators(params.law).some((name) => /root|logarithm/.test(name)),
    ),
  )
  expect(roots.length).toBeGreaterThan(40)
  for (const drawn of roots) expect(probesOf(drawn).outside?.inputs, drawn.name).toHaveLength(256)
})

test('a function that is finite everywhere has all points of all sets', () => {
  const { grid, fit, extrapolation, ...others } = probesOf(first('noisy', 'cos'))
  expect(inputs(grid)).toStrictEqual(Array.from({ length: 256 }, (_, i) => i - 127.5))
  expect(grid?.expected).not.toStrictEqual(grid?.truth)
  expect(fit?.inputs).toHaveLength(512)
  expect(extrapolation?.inputs).toHaveLength(128)
  expect(others).toStrictEqual({})
})

test('points lie where the names of their sets say', () => {
  for (const drawn of functions) {
    if (drawn.params.variant !== 'corrupted') continue
    const { interval } = drawn.params.corruption
    const { fit, extrapolation, inside, outside } = probesOf(drawn)
    expect(inputs(fit).every((x) => Math.abs(x) <= 128)).toBe(true)
    expect(inputs(inside).every((x) => Math.abs(x) <= 128 && contains(interval, x))).toBe(true)
    expect(inputs(outside).every((x) => Math.abs(x) <= 128 && !contains(interval, x))).toBe(true)
    expect(inputs(extrapolation).every((x) => Math.abs(x) > 128 && Math.abs(x) <= 512)).toBe(true)
    const all = [fit, extrapolation, inside, outside].flatMap(inputs)
    expect(all.every((x) => Math.abs(x - Math.round(x * 20) / 20) >= 1e-6)).toBe(true)
    for (const end of bounds(interval))
      expect(Math.min(...all.map((x) => Math.abs(x - end)))).toBeGreaterThanOrEqual(0.1)
  }
})

test('square roots are judged on their side of 0 alone', () => {
  const squareRoot = functions.find(
    ({ params: { variant, law } }) =>
      variant === 'clean' && law.form === 'atomic' && law.term.parameters.n === 2,
  )!
  for (const set of Object.values(probesOf(squareRoot))) {
    expect(inputs(set).every((x) => x >= 0)).toBe(true)
  }
})

test('who knows a corruption as it is described has it right', () => {
  for (const drawn of functions) {
    const { params, name } = drawn
    if (params.variant !== 'corrupted') continue
    const { interval, level } = params.corruption
    const rounded = (end: number) => Number(readable(end))
    const described: Interval =
      interval.kind === 'inside' ? { ...interval, high: rounded(interval.high) } : interval
    const answer = corrupted(lawExpression(params.law), described, rounded(level))
    const { grid: _, ...strict } = probesOf(drawn)
    const scale = errorScale(strict.fit!.expected)
    for (const set of Object.values(strict)) {
      const got = [...compile(sourceOf(answer)).all(set.inputs)]
      expect(centredError({ ...set, got }, scale), name).toBeLessThan(1e-3)
    }
  }
})

test('what a network does beyond the domain is a matter of its outermost visible pieces', () => {
  for (const drawn of functions.filter(({ params }) => params.variant === 'mlp').slice(0, 40)) {
    const { params, name } = drawn
    const { fit, extrapolation } = probesOf(drawn)
    if (params.variant !== 'mlp' || !fit || !extrapolation) continue
    const weights = loadWeights({ id: name, seed: params.seed, law: params.law })
    const left = lineThrough(drawn, -128, visibleReach(weights, [-128, -128])[1])
    const right = lineThrough(drawn, visibleReach(weights, [128, 128])[0], 128)
    const got = inputs(extrapolation).map((x) => (x < 0 ? left(x) : right(x)))
    expect(centredError({ ...extrapolation, got }, errorScale(fit.expected)), name).toBeLessThan(
      1e-4,
    )
  }
})

/** Least squares from 300 outputs, as 32-bit arithmetic rounds them. */
function lineThrough(drawn: DrawnFunction, low: number, high: number): (x: number) => number {
  const [xs, centre] = [equispaced(low, high, 302).subarray(1, -1), (low + high) / 2]
  const ys = numericTruth(drawn).expected(xs)
  const { m, b } = linearRegression(Array.from(xs, (x, i) => [x - centre, ys[i]!]))
  return (x) => m * (x - centre) + b
}

test('the same stream gives the same probes, another stream others', () => {
  const drawn = functions[500]!
  expect(probesOf(drawn)).toStrictEqual(probesOf(drawn))
  expect(probesOf(drawn, 1).fit?.inputs).not.toStrictEqual(probesOf(drawn).fit?.inputs)
})
