import { expect, test } from 'vitest'
import { randomStream } from '../../../plugins/utils/random.ts'
import { inferNoise, variesEverywhere } from './noise.ts'

const random = randomStream(3, 'noise')
const groups = (draw: () => number) =>
  Array.from({ length: 60 }, (_, i) => Array.from({ length: 4 }, () => i * 1.7 + draw()))

test('uniform, normal and whole-numbered noise are told apart', () => {
  const normal = () => Array.from({ length: 12 }, random).reduce((sum, u) => sum + u, -6)
  expect(inferNoise(groups(() => 2 * random() - 1)).kind).toBe('uniform')
  expect(inferNoise(groups(normal)).kind).toBe('normal')
  expect(inferNoise(groups(() => Math.floor(3 * random()))).kind).toBe('poisson')
})

test('outputs that vary in one stretch alone do not vary everywhere', () => {
  expect(variesEverywhere([true, false, false, true])).toBe(false)
  expect(variesEverywhere([false, false, true, true])).toBe(false)
  expect(variesEverywhere([false, false, false])).toBe(true)
  expect(variesEverywhere([false, true, false, true])).toBe(true)
  expect(variesEverywhere([true, true])).toBe(false)
})
