import { expect, test } from 'vitest'
import { InvalidQuery, numeric, type Random } from '../../../plugins/index.ts'
import { openMeter } from '../../../plugins/run/meter.ts'
import { randomStream } from '../../../plugins/utils/random.ts'
import { compile } from '../../../library/numeric/index.ts'
import { interpretNumeric } from './index.ts'

function boxed(f: (x: number, random: () => number) => number, budget = 5000) {
  const sample = (inputs: Float64Array, random: Random) => inputs.map((x) => f(x, random))
  const { meter, counts } = openMeter(budget)
  const truth = { expected: (inputs: Float64Array) => inputs, sample, probes: () => ({}) }
  return { box: numeric.open(truth, meter, randomStream(1, 'test')), meter: counts }
}

/** Twelve uniform draws: close to a standard normal one. */
const normal = (random: () => number) =>
  Array.from({ length: 12 }, random).reduce((sum, u) => sum + u, -6)

test('a clean law is named with few queries', async () => {
  const { box, meter } = boxed((x) => 3.5 * Math.abs(x) - 2)
  const { description, domain, code } = await interpretNumeric(box)
  expect(description).toBe('The function is 3.5 times the absolute value of x, minus 2.')
  expect(domain).toBeNull()
  expect(code?.source).toBe('function f(x) { return 3.5 * Math.abs(x) - 2 }')
  expect(meter.queries).toBeLessThan(120)
})

test('a corruption is found with its bounds and its level', async () => {
  const { box } = boxed((x, random) =>
    x > 12.3 && x < 20.1 ? 1.5 + 0.1 * normal(random) : 2 * x + 1.5,
  )
  const { domain, code } = await interpretNumeric(box)
  expect(domain).toContain('between 12.3 and 20.1')
  expect(domain).toContain('mean 1.5 ')
  expect(code?.source).toBe('function f(x) { return x > 12.3 && x < 20.1 ? 1.5 : (2 * x + 1.5) }')
})

test('noise is named and taken off', async () => {
  const { box } = boxed((x, random) => -4 * x + 7 + 2 * random() - 1)
  const { description, code } = await interpretNumeric(box)
  expect(description).toContain('uniform noise between -1 and 1')
  expect(code?.source).toBe('function f(x) { return -4 * x + 7 }')
})

test('rivals are told apart by further queries', async () => {
  const { box } = boxed((x) => (Math.abs(x) <= 3.7 / 2 ? 1 : 0))
  const { code } = await interpretNumeric(box)
  expect(code?.source).toContain('3.7 / 2')
})

test('a function of no law becomes a few straight lines', async () => {
  const { box } = boxed((x) => Math.max(0, x - 20.3) - 2 * Math.max(0, -x - 31) + 0.001 * x)
  const { description, code } = await interpretNumeric(box)
  expect(description).toBe('The function is piecewise linear, with bends at x = -31, 20.3.')
  expect(code!.source.length).toBeLessThan(200)
})

test('a jump is told as a jump, and laws on both of its sides', async () => {
  const { box } = boxed((x) => (x >= 37.3 ? 2 * x - 5 : -0.5 * x + 3))
  const { code, confidence } = await interpretNumeric(box)
  expect(code?.source).toBe('function f(x) { return x < 37.3 ? (-0.5 * x + 3) : (2 * x - 5) }')
  expect(confidence).toBeGreaterThan(0.9)
})

test('outliers are told as such, beside the law of the others', async () => {
  const { box } = boxed((x) => (Math.sin(1e6 * x) > 0.99 ? 500 : 2 * x + 1))
  const { domain, code, confidence } = await interpretNumeric(box)
  expect(domain).toMatch(/^At single inputs/)
  expect(code?.source).toBe('function f(x) { return 2 * x + 1 }')
  expect(confidence).toBe(0)
})

test('where nothing comes near, it says so and answers no worse than a constant', async () => {
  const { box } = boxed((x) => x * Math.sin(20 * Math.PI * x))
  const { description, code, confidence } = await interpretNumeric(box)
  expect(description).toContain('of no law that is known here')
  expect(confidence).toBe(0)
  expect(compile(code!.source).one(3.21)).toBe(compile(code!.source).one(-77.7))
})

test('an input that the box refuses is one without an output', async () => {
  const { box } = boxed((x) => 3 * x + 1)
  const choosy = {
    get queriesLeft() {
      return box.queriesLeft
    },
    seen: box.seen,
    query: box.query,
    queryAll: (xs: readonly number[]) =>
      xs.some((x) => x < 0) ? Promise.reject(new InvalidQuery('x < 0')) : box.queryAll(xs),
  }
  const { code } = await interpretNumeric(choosy)
  expect(compile(code!.source).one(5)).toBe(16)
})

test.each([0, 1, 5, 40])('a budget of %i is kept', async (budget) => {
  const { box, meter } = boxed((x) => x * x, budget)
  const { code } = await interpretNumeric(box)
  expect(code).not.toBeNull()
  expect(meter.queries).toBeLessThanOrEqual(budget)
})

test('a function of a hidden operator is answered by other means', async () => {
  const { box } = boxed((x) => 3 * Math.abs(x) + 1)
  const { description, code } = await interpretNumeric(box, new Set(['absolute']))
  expect(description).not.toContain('absolute')
  const f = compile(code!.source).one
  for (const x of [-110.3, -2.7, 0.9, 64.2]) expect(f(x)).toBeCloseTo(3 * Math.abs(x) + 1, 0)
})

test.each([0, 1])('a hidden sine is not named, with noise up to %i', async (size) => {
  const { box } = boxed(
    (x, random) => 4 * Math.sin((2 * Math.PI * x) / 3.1) + size * (2 * random() - 1),
  )
  const { description, code } = await interpretNumeric(box, new Set(['sin', 'cos']))
  expect(code).not.toBeNull()
  expect(description).not.toMatch(/sin/)
})
