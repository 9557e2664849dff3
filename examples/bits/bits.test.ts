import { testInterpreter } from 'vitest-find/testing/test-interpreter'
import { testScorer } from 'vitest-find/testing/test-scorer'
import { testSuite } from 'vitest-find/testing/test-suite'
import { expect, test } from 'vitest'
import { ALL_BITS, bits } from './category.ts'
import majority from './interpreters/majority.ts'
import table from './interpreters/table.ts'
import { agreement } from './scorers/agreement.ts'
import { everyRow } from './scorers/every-row.ts'
import { suite } from './suites/bits/suite.ts'

testSuite(suite)
testInterpreter(table, { categories: [bits] })
testInterpreter(majority, { categories: [bits] })

const answered = (got: (i: number) => boolean | null) => {
  const expected = ALL_BITS.map(([first]) => first === true)
  const ideal = suite.functions(0)[0]!.ideal()
  const rows = { inputs: ALL_BITS, expected, truth: expected, got: expected.map((_, i) => got(i)) }
  return { answer: ideal, ideal, evidence: { rows } }
}
for (const scorer of [agreement(), everyRow()])
  testScorer(scorer, {
    some: answered((i) => i < 8),
    ideal: answered((i) => ALL_BITS[i]![0] === true),
    nothing: answered(() => null),
    inapplicable: { ...answered(() => null), evidence: {} },
  })

test('one function in three is wrong at one input', () => {
  const corrupted = suite.functions(0).filter(({ variant }) => variant === 'corrupted')
  expect(corrupted).toHaveLength(8)
  for (const fn of corrupted) {
    expect(fn.ideal().domain).toMatch(/^inverted at (true|false)(,(true|false)){3}$/)
  }
})
