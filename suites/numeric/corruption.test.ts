import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { describeCorruption, drawCorruption } from './corruption.ts'
import {
  bounds,
  type Law,
  type TermParameters,
  type OperatorName,
} from '../../library/numeric/index.ts'

function atomic(operator: OperatorName, parameters: TermParameters): Law {
  return { form: 'atomic', term: { operator, parameters } }
}

function level(law: Law): number {
  return drawCorruption('above', law, randomStream(0)).level
}

const line = atomic('linear', { m: 2, b: 1.5 })

test('the level is the mean over 100 equispaced points of the domain', () => {
  expect(level(line)).toBeCloseTo(1.5, 12)
  // The mean of |x| over 100 points from -100 to 100 is 5000/99.
  expect(level(atomic('absolute', { s: 9.9, b: 0.2 }))).toBeCloseTo(500.2, 10)
  expect(level(atomic('root', { n: 1, s: 1, b: 0 }))).toBe(50)
  expect(level(atomic('constant', { a: -7 }))).toBe(-7)
})

test('the level leaves out points where the function is not finite', () => {
  const law = atomic('rational', { numerator: [1], denominator: [-100, 1] })
  expect(level(law)).toBeLessThan(0)
})

test.each(['inside', 'above', 'below'] as const)('intervals %s keep to their bounds', (kind) => {
  const random = randomStream(0, kind)
  for (let i = 0; i < 500; i++) {
    const [low, high] = bounds(drawCorruption(kind, line, random).interval)
    const bound = kind === 'below' ? high : low
    expect(Math.abs(bound)).toBeLessThanOrEqual(100)
    expect(String(bound)).toMatch(/^-?\d+(\.\d)?$/)
    if (kind !== 'inside') continue
    expect(high - low).toBeGreaterThan(5)
    expect(high - low).toBeLessThan(25)
  }
})

test('neither the upper end of an inside interval nor the level is rounded', () => {
  const { interval, level: mean } = drawCorruption(
    'inside',
    atomic('sin', { a: 3.1, p: 5.7, c: 0.4, d: 2 }),
    randomStream(0),
  )
  for (const number of [bounds(interval)[1], mean]) {
    expect(number).not.toBeCloseTo(Number(number.toFixed(3)), 8)
  }
})

test('the interval of a root begins within its domain', () => {
  const law = atomic('root', { n: 2, s: 1, b: 0 })
  const random = randomStream(0)
  for (let i = 0; i < 200; i++) {
    expect(bounds(drawCorruption('inside', law, random).interval)[0]).toBeGreaterThanOrEqual(0)
  }
})

test('the description tells interval, mean and deviation', () => {
  const interval = { kind: 'inside', low: -3, high: 4.512345 } as const
  expect(describeCorruption({ interval, level: 1.500123 })).toMatchInlineSnapshot(
    `"Where x is between -3 and 4.512, the output is instead drawn from a normal distribution with mean 1.5 and standard deviation 0.1."`,
  )
})
