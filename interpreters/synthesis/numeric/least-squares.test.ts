import { expect, test } from 'vitest'
import { leastSquares } from './least-squares.ts'

const xs = [0, 1, 2, 3, 4]

test('coefficients of an exact combination come back', () => {
  const solution = leastSquares([xs.map(() => 1), xs, xs.map((x) => x * x)], [1, 0, 3, 10, 21])
  expect(solution).not.toBeNull()
  ;[1, -3, 2].forEach((c, i) => expect(solution![i]).toBeCloseTo(c, 12))
})

test('a weight of zero leaves a row out', () => {
  const solution = leastSquares([xs], [0, 2, 4, 6, 99], [1, 1, 1, 1, 0])
  expect(solution![0]).toBeCloseTo(2, 12)
})

test('dependent columns and too few rows have no solution', () => {
  expect(leastSquares([xs, xs.map((x) => 2 * x)], xs)).toBeNull()
  expect(leastSquares([[1], [2]], [1])).toBeNull()
})
