import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RunRecord } from '../records.ts'
import { Row } from '../summary.ts'
import { exampleRecord, failedRecord, scored } from '../testing/example-records.ts'
import { summarize } from './summarize.ts'

const local = { status: 'scored', value: 0, detail: '', parts: { inside: 0, outside: 1 } } as const
const records: RunRecord[] = [
  exampleRecord(0, {
    nmse: scored(1),
    solved: scored(1),
    local: { status: 'inapplicable', reason: '' },
  }),
  exampleRecord(1, { nmse: scored(1), solved: scored(0), local }),
  exampleRecord(2, {
    nmse: { status: 'unscored', reason: 'no code' },
    solved: { status: 'unscored', reason: 'no code' },
  }),
  failedRecord(3),
]
const inapplicable = { status: 'inapplicable', reason: '' } as const
const failedScore = { status: 'unscored', reason: 'the case failed' } as const
const find = (rows: Row[], scorer: string, variant: string, part: string | null = null) =>
  rows.find((row) => row.scorer === scorer && row.variant === variant && row.part === part)

test('scored, unscored and failed are counted apart, and the mean is over the scored', () => {
  const rows = summarize(records)
  for (const row of rows) expect(Row.parse(row)).toEqual(row)
  expect(find(rows, 'nmse', 'all')).toMatchObject({
    n: 4,
    scored: 2,
    unscored: 1,
    failed: 1,
    mean: 1,
    ceiling: 1,
  })
  expect(find(rows, 'solved', 'all')).toMatchObject({ mean: 0.5, queries: 11, ms: 2, nsPerCall: 5 })
})

test('a scorer counts the functions it applies to, and its parts are rows', () => {
  const rows = summarize(records)
  expect(find(rows, 'local', 'clean')).toBeUndefined()
  expect(find(rows, 'local', 'corrupted')).toMatchObject({ n: 2, scored: 1, failed: 1 })
  expect(find(rows, 'local', 'corrupted', 'inside')).toMatchObject({ mean: 0 })
  expect(find(rows, 'local', 'corrupted', 'outside')).toMatchObject({ mean: 1 })
})

test('suites are apart, also where they are of one category', () => {
  const other = exampleRecord(0, { nmse: scored(0) }, { suite: { name: 'released', version: '1' } })
  const rows = summarize([...records, other]).filter(
    ({ scorer, variant }) => scorer === 'nmse' && variant === 'all',
  )
  expect(rows.map(({ suite, category, mean }) => [suite, category, mean])).toEqual([
    ['numeric', 'numeric', 1],
    ['released', 'numeric', 0],
  ])
})

test('a failed case counts where a scorer would have applied', () => {
  const rows = summarize([
    ...records.slice(0, 3),
    failedRecord(3, { nmse: failedScore, local: failedScore, solved: failedScore }),
    failedRecord(4, { nmse: failedScore, local: inapplicable, solved: failedScore }),
  ])
  expect(find(rows, 'nmse', 'all')).toMatchObject({ n: 5, failed: 2 })
  expect(find(rows, 'local', 'all')).toMatchObject({ n: 2, scored: 1, failed: 1 })
  expect(find(rows, 'local', 'clean')).toBeUndefined()
})

test('the order of records changes no number', () => {
  const key = ({ variant, scorer, part }: Row) => `${variant} ${scorer} ${part}`
  const sorted = (rows: Row[]) => rows.toSorted((a, b) => key(a).localeCompare(key(b)))
  fc.assert(
    fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (shuffled) => {
      expect(sorted(summarize(shuffled))).toEqual(sorted(summarize(records)))
    }),
  )
})

test('records survive JSON', () => {
  for (const record of records)
    expect(RunRecord.parse(JSON.parse(JSON.stringify(record)))).toEqual(record)
})
