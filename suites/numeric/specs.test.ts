import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { bounds, OPERATOR_NAMES, OPERATORS } from '../../library/numeric/index.ts'
import { NumericParams, paramsOf } from './params.ts'
import { numericSpecs, VARIANTS } from './specs.ts'

const specs = numericSpecs(0)

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

test('there are as many functions of each variant as in FIND', () => {
  expect(count(specs.map(({ variant }) => variant))).toStrictEqual({
    clean: 483,
    corrupted: 191,
    noisy: 176,
    mlp: 150,
  })
  expect(new Set(specs.map(({ variant }) => variant))).toStrictEqual(new Set(VARIANTS))
  expect(specs.findIndex(({ variant }) => variant !== 'mlp')).toBe(150)
  const params = specs.map(paramsOf)
  expect(count(params.flatMap((p) => (p.variant === 'noisy' ? p.noise : [])))).toStrictEqual({
    uniform: 73,
    normal: 58,
    poisson: 45,
  })
  expect(
    count(params.flatMap((p) => (p.variant === 'corrupted' ? p.corruption.interval.kind : []))),
  ).toStrictEqual({ inside: 89, above: 52, below: 50 })
})

test('there are as many functions of each operator as in FIND', () => {
  expect(count(specs.map(({ operators }) => operators[0] ?? ''))).toStrictEqual({
    constant: 66,
    cos: 65,
    sin: 61,
    rectangle: 59,
    absolute: 56,
    polynomial: 56,
    gaussian: 54,
    reciprocal: 53,
    root: 52,
    tanh: 52,
    rational: 52,
    step: 48,
    square_wave: 48,
    logarithm: 47,
    linear: 44,
    relu: 37,
    product: 78,
    sum: 72,
  })
  const terms = specs.flatMap(({ operators }) => operators.slice(1))
  expect(new Set(terms)).toStrictEqual(
    new Set(OPERATOR_NAMES.filter((name) => OPERATORS[name].composable)),
  )
})

test('operators and variants are independent: no variant lacks a common operator', () => {
  for (const variant of VARIANTS) {
    const operators = specs.filter((spec) => spec.variant === variant).map((s) => s.operators[0])
    expect(new Set(operators).size).toBeGreaterThanOrEqual(15)
  }
})

test('ids are in order and unique', () => {
  expect(specs.map(({ id }) => id)).toStrictEqual(
    Array.from({ length: 1000 }, (_, i) => `numeric/f${String(i).padStart(5, '0')}`),
  )
})

test('the same seed gives the same functions, another seed others', () => {
  expect(numericSpecs(0)).toStrictEqual(specs)
  const same = numericSpecs(1).filter(({ description }, i) => description === specs[i]?.description)
  expect(same.length).toBeLessThan(50)
})

test('specs are JSON-safe, frozen through and through, and what the suite reads', () => {
  expect(JSON.parse(JSON.stringify(specs))).toStrictEqual(specs)
  for (const spec of specs) {
    const params = paramsOf(spec)
    expect(params).toStrictEqual(spec.params)
    expect(Object.isFrozen(spec) && Object.isFrozen(spec.operators)).toBe(true)
    expect(Object.isFrozen(spec.params) && Object.isFrozen(spec.params.law)).toBe(true)
  }
})

test('a corruption is described, and reaches what can be queried', () => {
  for (const { description, domain, params } of specs) {
    const parsed = NumericParams.parse(params)
    if (parsed.variant !== 'corrupted') continue
    const ends = bounds(parsed.corruption.interval)
    for (const end of ends.filter(Number.isFinite)) expect(domain).toContain(` ${end}`)
    expect(domain).toContain(String(parsed.corruption.level))
    expect(description).toContain(domain)
    expect(ends[0]).toBeLessThan(128)
    expect(ends[1]).toBeGreaterThan(-128)
  }
  const described = specs.filter(({ domain }) => domain !== null)
  expect(new Set(described.map(({ variant }) => variant))).toStrictEqual(new Set(['corrupted']))
})

test('the functions of seed 0 are these; other ones need a new version of the suite', () => {
  const hash = createHash('sha256').update(JSON.stringify(specs)).digest('hex')
  expect(hash).toMatchInlineSnapshot(
    `"20a1027e9789c4ca42660e6b3dd2ab5986f2fe3f744739a6ebd3a646eaefd19f"`,
  )
})
