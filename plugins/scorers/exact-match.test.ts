import { expect, test } from 'vitest'
import { testScorer } from '../testing/test-scorer.ts'
import { allRight } from './all-right.ts'
import { exactMatch } from './exact-match.ts'
import { scorerInput, stringsSet } from './example-input.ts'

const inputs = ['abc', 'Ab', '', 'x1']
const sets = (got: (s: string) => string | null) => ({
  examples: stringsSet(inputs, (s) => s.toUpperCase(), got),
  hard: stringsSet(inputs, (s) => s.toUpperCase(), got),
})

for (const scorer of [exactMatch(), allRight()])
  testScorer(
    scorer,
    'strings',
    scorerInput(
      'strings',
      sets((s) => s),
    ),
  )

test('exact match is the share of right outputs, and shows the shortest wrong one', () => {
  const input = scorerInput(
    'strings',
    sets((s) => s),
  )
  expect(exactMatch().score.strings!(input)).toMatchObject({
    value: 0.25,
    counterexample: { input: 'Ab', expected: 'AB', got: 'Ab' },
  })
})

test('all right is all or nothing', () => {
  const input = scorerInput(
    'strings',
    sets((s) => (s === 'x1' ? 'x1' : s.toUpperCase())),
  )
  expect(allRight().score.strings!(input)).toMatchObject({ value: 0 })
})
