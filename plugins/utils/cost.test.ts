import { expect, test } from 'vitest'
import { cost } from './cost.ts'

const tokens = { input: 1_000_000, cachedInput: 400_000, output: 100_000 }

test('dollars per million tokens, less for input that the server had cached', () => {
  expect(cost(tokens, { input: 2, cachedInput: 0.5, output: 10 })).toBeCloseTo(1.2 + 0.2 + 1, 12)
  expect(cost(tokens, { input: 2, output: 10 })).toBeCloseTo(2 + 1, 12)
  expect(cost({ ...tokens, input: 0 }, { input: 2, output: 10 })).toBeCloseTo(0.8 + 1, 12)
  expect(cost(tokens, null)).toBeNull()
})
