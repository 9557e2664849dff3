import { expect, test } from 'vitest'
import type { ProbeSet } from '../../plugins/categories/functions.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { contains, lawOperators } from '../../library/numeric/index.ts'
import { drawnFunctions } from './drawn-functions.ts'
import type { DrawnFunction } from './params.ts'
import { numericProbes } from './probes.ts'
import { numericTruth } from './truth.ts'

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
    expect('inside' in sets).toBe(drawn.params.variant === 'corrupted')
  }
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
  }
})

test('roots and logarithms are judged on their side of 0 alone', () => {
  for (const set of Object.values(probesOf(first('clean', 'root')))) {
    expect(inputs(set).every((x) => x >= 0)).toBe(true)
  }
})

test('the same stream gives the same probes, another stream others', () => {
  const drawn = functions[500]!
  expect(probesOf(drawn)).toStrictEqual(probesOf(drawn))
  expect(probesOf(drawn, 1).fit?.inputs).not.toStrictEqual(probesOf(drawn).fit?.inputs)
})
