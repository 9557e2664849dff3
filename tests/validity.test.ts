/**
 * Whether the scores measure what they claim: the truth solves everything, and an answer that
 * explains nothing solves next to nothing, whatever the paper protocol says of it.
 */
import { describe, expect, test } from 'vitest'
import constant from '../interpreters/constant.ts'
import interpolate from '../interpreters/interpolate.ts'
import type { RunRecord } from '../plugins/records.ts'
import type { Suite } from '../plugins/contracts.ts'
import { summarize } from '../plugins/report/summarize.ts'
import { runBenchmark } from '../studies/run-benchmark.ts'
import { examplesTable, runOracle } from '../studies/yardsticks.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { strings } from '../suites/strings/suite.ts'

const FULL = { seed: 0, size: 'full' } as const

/** Share of functions by scorer, over all variants. */
function shares(records: readonly RunRecord[]): Record<string, number> {
  const rows = summarize(records).filter(({ variant }) => variant === 'all')
  return Object.fromEntries(rows.map(({ scorer, mean }) => [scorer, mean ?? NaN]))
}

describe.for([numeric, strings] as Suite[])('$name', (suite) => {
  test("the truth's own code is solved in every function of every variant", async () => {
    const records = await runOracle(suite, FULL)
    expect(records).toHaveLength(1000)
    const solved = summarize(records).filter(({ scorer }) => scorer === 'solved')
    expect(new Set(solved.map(({ variant }) => variant))).toEqual(
      // Nothing tells whether a network is solved.
      new Set([...suite.variants.filter((variant) => variant !== 'mlp'), 'all']),
    )
    for (const row of solved) expect(row).toMatchObject({ mean: 1, failed: 0, unscored: 0 })
  })
})

test('a table of 257 points passes the paper protocol in most functions and solves none', async () => {
  const { nmse, solved } = shares(await runBenchmark(numeric, interpolate({ samples: 257 }), FULL))
  expect(nmse).toBeGreaterThan(0.5)
  expect(solved).toBeLessThanOrEqual(0.1)
})

test('a constant is solved where the function is one, and in at most a tenth of all', async () => {
  const { solved } = shares(await runBenchmark(numeric, constant(), FULL))
  expect(solved).toBeGreaterThan(0)
  expect(solved).toBeLessThanOrEqual(0.1)
})

test('a table of 10 examples solves at most a tenth of the string functions', async () => {
  const { solved } = shares(await runBenchmark(strings, examplesTable, FULL))
  expect(solved).toBeLessThanOrEqual(0.1)
})
