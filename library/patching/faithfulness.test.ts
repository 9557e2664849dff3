import fc from 'fast-check'
import { expect, test } from 'vitest'
import { circuitDistance, circuitPerformance } from './faithfulness.ts'

const curve = fc.array(fc.double({ min: -1, max: 2, noNaN: true }), { minLength: 2, maxLength: 20 })

test.each([
  ['own', 1],
  ['mib', 0.999],
] as const)('on the grid %s CPR and CMD together are at least %d', (grid, width) => {
  fc.assert(
    fc.property(curve, (values) => {
      const sum = circuitPerformance(values, grid) + circuitDistance(values, grid)
      expect(sum).toBeGreaterThanOrEqual(width - 1e-12)
    }),
  )
})

test('a circuit that does all at once, and one that does it bit by bit', () => {
  const [atOnce, slowly] = [
    [1, 1, 1, 1],
    [0, 0.5, 1],
  ]
  expect(circuitPerformance(atOnce)).toBe(1)
  expect(circuitDistance(atOnce)).toBe(0)
  expect(circuitPerformance(slowly)).toBe(0.5)
  expect(circuitDistance(slowly)).toBe(0.5)
})
