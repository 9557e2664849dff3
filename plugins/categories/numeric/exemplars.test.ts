import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numeric as suite } from '../../../suites/numeric/suite.ts'
import { testExemplars } from '../../testing/test-exemplars.ts'
import { randomStream } from '../../utils/random.ts'
import { randomNumbers, regularNumbers } from './exemplars.ts'

testExemplars(suite, 1_000_000)

test('are odd multiples of 1/20 in the domain', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), (count) => {
      for (const x of [...regularNumbers(count), ...randomNumbers(count, randomStream(count))]) {
        const twentieths = Math.round(x * 20)
        expect(x).toBe(twentieths / 20)
        expect(Math.abs(twentieths % 2)).toBe(1)
        expect(Math.abs(x)).toBeLessThanOrEqual(128)
      }
    }),
  )
})

test('regular ones go from one end of the domain to the other', () => {
  expect(regularNumbers(1)).toEqual([0.05])
  expect(regularNumbers(5)).toEqual([-127.95, -63.95, 0.05, 63.95, 127.95])
})
