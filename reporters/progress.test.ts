import { expect, test } from 'vitest'
import {
  exampleRecord,
  exampleUsage,
  failedRecord,
  scored,
} from '../plugins/testing/example-records.ts'
import { Tally } from './progress.ts'

test('a run under way: cases, rate, what is left, accuracy and cost', () => {
  const tally = new Tally(2, 1000)
  expect(tally.line(1000)).toBe('0 of 0 cases (0 of 2 files read)')
  tally.collect(30)
  for (let i = 0; i < 4; i++) tally.end(exampleRecord(i, { solved: scored(i === 0 ? 0 : 1) }))
  expect(tally.line(3000)).toBe('4 of 30 cases (1 of 2 files read), 2.0/s, example solved 75.0 %')
  tally.collect(10)
  tally.end(failedRecord(5))
  tally.end(exampleRecord(6, {}, { usage: exampleUsage(), judge: exampleUsage() }))
  expect(tally.line(61_000)).toBe(
    '6 of 40 cases, 6.0/min, 6 min left, example solved 75.0 %, paid $0.0100',
  )
})

test('functions that are told apart are not in the accuracy', () => {
  const tally = new Tally(1, 0)
  tally.collect(1)
  const record = exampleRecord(0, { solved: scored(1) })
  const scores = record.state === 'interpreted' ? record.scores : []
  const apart = scores.map((entry) => ({ ...entry, apart: true as const }))
  tally.end(
    exampleRecord(0, {}, { interpretation: { description: '', domain: null }, scores: apart }),
  )
  expect(tally.line(1000)).toBe('1 of 1 cases, 1.0/s, 0 s left')
})
