import { expect, test } from 'vitest'
import { answered, examplesOf, numericSet } from '../testing/example-answers.ts'
import { testScorer } from '../testing/test-scorer.ts'
import { extrapolation } from './extrapolation.ts'
import { law } from './law.ts'
import { local } from './local.ts'

const inputs = Array.from({ length: 101 }, (_, i) => i - 50)
const corrupted = (x: number) => (x > 10 && x < 20 ? 0 : x)
const sets = (got: (x: number) => number | null) => ({
  fit: numericSet(inputs, corrupted, got),
  inside: numericSet([11, 13, 15, 17, 19], corrupted, got),
  outside: numericSet(
    inputs.filter((x) => x <= 10 || x >= 20),
    corrupted,
    got,
  ),
  extrapolation: numericSet([-400, -300, 200, 500], corrupted, got),
})

for (const scorer of [law(), local(), extrapolation()])
  testScorer(scorer, examplesOf(sets((x) => x)))

test('an answer that ignores the corruption is right outside and wrong inside', () => {
  expect(local().score(answered(sets((x) => x)))).toMatchObject({
    value: 0,
    parts: { inside: 0, outside: 1 },
    counterexample: { input: 19, expected: 0, got: 19 },
  })
})

test('what is near is about right, and not the law', () => {
  const near = answered(sets((x) => corrupted(x) * 1.01))
  expect(law().score(near)).toMatchObject({ value: 0, parts: { fit: 1 } })
  expect(extrapolation().score(near)).toMatchObject({ value: 0, parts: { beyond: 1 } })
  const exact = answered(sets((x) => corrupted(x) * (1 + 1e-5)))
  expect(law().score(exact)).toMatchObject({ value: 1 })
})

test('a table that ends with the domain does not extrapolate', () => {
  const table = answered(sets((x) => corrupted(Math.max(-50, Math.min(50, x)))))
  expect(law().score(table)).toMatchObject({ value: 1, parts: { fit: 1 } })
  expect(extrapolation().score(table)).toMatchObject({ value: 0 })
})
