import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { bounds, OPERATOR_NAMES, OPERATORS, readable } from '../../library/numeric/index.ts'
import { functionName } from '../../plugins/records.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { dealt, drawnFunctions, VARIANTS } from './drawn-functions.ts'
import { numericFunctions } from './functions.ts'

const functions = numericFunctions(0)
const params = drawnFunctions(0).map((drawn) => drawn.params)

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

test('there are as many functions of each variant as in FIND', () => {
  expect(count(functions.map(({ variant }) => variant))).toStrictEqual({
    clean: 483,
    corrupted: 191,
    noisy: 176,
    mlp: 150,
  })
  expect(new Set(functions.map(({ variant }) => variant))).toStrictEqual(new Set(VARIANTS))
  expect(functions.findIndex(({ variant }) => variant !== 'mlp')).toBe(150)
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
  expect(count(functions.map(({ operators }) => operators[0] ?? ''))).toStrictEqual({
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
  const terms = functions.flatMap(({ operators }) => operators.slice(1))
  expect(new Set(terms)).toStrictEqual(
    new Set(OPERATOR_NAMES.filter((name) => OPERATORS[name].composable)),
  )
})

test('counts that do not sum to what is drawn are refused', () => {
  const counts = [
    [2, 'sin'],
    [1, 'cos'],
  ] as const
  expect(dealt('kinds', counts, 3)).toStrictEqual(['sin', 'sin', 'cos'])
  expect(() => dealt('kinds', counts, 4)).toThrow(
    'numeric: the counts of kinds sum to 3, expected 4',
  )
})

test('operators and variants are independent: no variant lacks a common operator', () => {
  for (const variant of VARIANTS) {
    const own = functions.filter((fn) => fn.variant === variant)
    const operators = new Set(own.map((fn) => fn.operators[0]))
    expect(operators.size).toBeGreaterThanOrEqual(15)
  }
})

test('ids are in order and unique', () => {
  expect(functions.map(({ id }) => id)).toStrictEqual(
    Array.from({ length: 1000 }, (_, i) => `f${String(i).padStart(5, '0')}`),
  )
  expect(drawnFunctions(0).map(({ name }) => name)).toStrictEqual(
    functions.map(({ id }) => functionName('numeric', id)),
  )
})

test('another seed gives other functions', () => {
  const same = drawnFunctions(1).filter(({ params: { law } }, i) =>
    isDeepStrictEqual(law, params[i]!.law),
  )
  expect(same.length).toBeLessThan(50)
})

test('params are JSON-safe, and what the function is drawn from', () => {
  expect(functions.map((fn) => fn.params)).toStrictEqual(params)
  expect(JSON.parse(JSON.stringify(params))).toStrictEqual(params)
})

test('a corruption is described, and reaches what can be queried', () => {
  for (const [i, fn] of functions.entries()) {
    const { description, domain } = fn.ideal()
    const drawn = params[i]!
    expect(domain !== null, fn.id).toBe(drawn.variant === 'corrupted')
    if (drawn.variant !== 'corrupted') continue
    const ends = bounds(drawn.corruption.interval)
    for (const end of ends.filter(Number.isFinite)) expect(domain).toContain(` ${readable(end)}`)
    expect(domain).toContain(readable(drawn.corruption.level))
    expect(description).toContain(domain)
    expect(ends[0]).toBeLessThan(128)
    expect(ends[1]).toBeGreaterThan(-128)
  }
})

test('a unit test that is none of the suite’s is refused', () => {
  expect(() => functions[0]!.questions('unit', randomStream(0))).toThrow(
    'numeric has no unit test "unit"',
  )
})

test('the functions of seed 0 are these; other ones need a new version of the suite', () => {
  const said = functions.map((fn) => {
    const { description, domain } = fn.ideal()
    const { variant, operators } = fn
    const about = { id: functionName('numeric', fn.id), category: 'numeric', variant, operators }
    return { ...about, description, domain, params: fn.params }
  })
  const hash = createHash('sha256').update(JSON.stringify(said)).digest('hex')
  expect(hash).toMatchInlineSnapshot(
    `"2322a9b613de5797e3564a034981a9909a18975f470814854bef2d25d115e8bf"`,
  )
})
