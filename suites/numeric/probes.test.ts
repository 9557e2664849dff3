import { expect, test } from 'vitest'
import type { FunctionSpec, ProbeSet } from '../../plugins/contracts.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { contains } from '../../library/numeric/index.ts'
import { paramsOf } from './params.ts'
import { numericProbes } from './probes.ts'
import { numericSpecs } from './specs.ts'
import { buildTruth } from './truth.ts'

const specs = numericSpecs(0)

function probesOf(spec: FunctionSpec<'numeric'>) {
  return numericProbes(spec, buildTruth(spec), randomStream(0, spec.id, 'probes'))
}

function inputs(set: ProbeSet<'numeric'> | undefined): number[] {
  return [...(set?.inputs ?? [])]
}

test('the sets of every law are finite, aligned and large enough', () => {
  for (const spec of specs.filter(({ variant }) => variant !== 'mlp')) {
    const sets = probesOf(spec)
    expect(Object.keys(sets)).toContain('fit')
    for (const { inputs: xs, expected, truth } of Object.values(sets)) {
      expect(xs.length).toBeGreaterThanOrEqual(8)
      expect(xs.length === expected.length && xs.length === truth.length).toBe(true)
      expect(truth.every(Number.isFinite) && expected.every(Number.isFinite)).toBe(true)
    }
    const { grid: _, ...strict } = sets
    for (const { expected, truth } of Object.values(strict)) expect(expected).toStrictEqual(truth)
    expect('inside' in sets).toBe(spec.variant === 'corrupted')
  }
})

test('a function that is finite everywhere has all points of all sets', () => {
  const spec = specs.find(
    ({ variant, operators }) => variant === 'noisy' && operators[0] === 'cos',
  )!
  const { grid, fit, extrapolation, ...others } = probesOf(spec)
  expect(inputs(grid)).toStrictEqual(Array.from({ length: 256 }, (_, i) => i - 127.5))
  expect(grid?.expected).not.toStrictEqual(grid?.truth)
  expect(fit?.inputs).toHaveLength(512)
  expect(extrapolation?.inputs).toHaveLength(128)
  expect(others).toStrictEqual({})
})

test('points lie where the names of their sets say', () => {
  for (const spec of specs.filter(({ variant }) => variant === 'corrupted')) {
    const params = paramsOf(spec)
    if (params.variant !== 'corrupted') throw new Error(`${spec.id} is not corrupted.`)
    const { interval } = params.corruption
    const { fit, extrapolation, inside, outside } = probesOf(spec)
    expect(inputs(fit).every((x) => Math.abs(x) <= 128)).toBe(true)
    expect(inputs(inside).every((x) => Math.abs(x) <= 128 && contains(interval, x))).toBe(true)
    expect(inputs(outside).every((x) => Math.abs(x) <= 128 && !contains(interval, x))).toBe(true)
    expect(inputs(extrapolation).every((x) => Math.abs(x) > 128 && Math.abs(x) <= 512)).toBe(true)
    const all = [fit, extrapolation, inside, outside].flatMap(inputs)
    expect(all.every((x) => Math.abs(x - Math.round(x * 20) / 20) >= 1e-6)).toBe(true)
  }
})

test('roots and logarithms are judged on their side of 0 alone', () => {
  const spec = specs.find(
    ({ variant, operators }) => variant === 'clean' && operators[0] === 'root',
  )!
  for (const set of Object.values(probesOf(spec))) {
    expect(inputs(set).every((x) => x >= 0)).toBe(true)
  }
})

test('the same stream gives the same probes, another stream others', () => {
  const spec = specs[500]!
  expect(probesOf(spec)).toStrictEqual(probesOf(spec))
  const other = numericProbes(spec, buildTruth(spec), randomStream(1, spec.id, 'probes'))
  expect(other.fit?.inputs).not.toStrictEqual(probesOf(spec).fit?.inputs)
})
