import { expect, test } from 'vitest'
import { answered, examplesOf, stringsSet } from '../testing/example-answers.ts'
import { testScorer } from '../testing/test-scorer.ts'
import { allRight } from './all-right.ts'
import { exactMatch } from './exact-match.ts'

const inputs = ['abc', 'Ab', '', 'x1']
const sets = (got: (s: string) => string | null) => ({
  examples: stringsSet(inputs, (s) => s.toUpperCase(), got),
  hard: stringsSet(inputs, (s) => s.toUpperCase(), got),
})

for (const scorer of [exactMatch(), allRight()]) testScorer(scorer, examplesOf(sets((s) => s)))

test('exact match is the share of right outputs, and shows the shortest wrong one', () => {
  expect(exactMatch().score(answered(sets((s) => s)))).toMatchObject({
    value: 0.25,
    counterexample: { input: 'Ab', expected: 'AB', got: 'Ab' },
  })
})

test('all right is all or nothing', () => {
  const almost = sets((s) => (s === 'x1' ? 'x1' : s.toUpperCase()))
  expect(allRight().score(answered(almost))).toMatchObject({ value: 0 })
})
