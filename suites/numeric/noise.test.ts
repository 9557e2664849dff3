import { sampleCorrelation, mean, variance } from 'simple-statistics'
import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { NOISE } from './noise.ts'

const DRAWS = 50_000

test.each([
  ['uniform', 1 / 3],
  ['normal', 1],
  ['poisson', 1],
] as const)('%s noise is centred and has variance %d', (kind, expected) => {
  const draw = NOISE[kind].centred(randomStream(0, kind))
  const drawn = Array.from({ length: DRAWS }, draw)
  expect(mean(drawn)).toBeCloseTo(0, 1)
  expect(variance(drawn)).toBeCloseTo(expected, 1)
  expect(sampleCorrelation(drawn.slice(1), drawn.slice(0, -1))).toBeCloseTo(0, 1)
})

test('Poisson noise adds whole numbers from 0 up', () => {
  const draw = NOISE.poisson.centred(randomStream(0))
  const added = new Set(Array.from({ length: DRAWS }, () => draw() + NOISE.poisson.mean))
  for (const n of added) expect(Number.isInteger(n) && n >= 0).toBe(true)
  expect(added).toContain(0)
})

test('uniform noise stays within 1', () => {
  const draw = NOISE.uniform.centred(randomStream(0))
  for (let i = 0; i < 1000; i++) expect(Math.abs(draw())).toBeLessThanOrEqual(1)
})
