import { expect, test } from 'vitest'
import type { Score } from '../contracts.ts'
import { exampleRecord, failedRecord, scored } from '../testing/example-records.ts'
import { summarizeNotes } from './summarize-notes.ts'

const unscored = (reason: string): Score => ({ status: 'unscored', reason })
const textsOf = (records: Parameters<typeof summarizeNotes>[0]) =>
  summarizeNotes(records).map(({ fault, text }) => (fault ? `fault: ${text}` : text))

test('says which cases are in no mean, and why', () => {
  const records = [
    exampleRecord(0, { nmse: unscored('no code'), solved: unscored('no code') }),
    exampleRecord(1, { nmse: unscored('no code') }),
    exampleRecord(2, { nmse: unscored('no sandbox for python') }),
    exampleRecord(3, { nmse: scored(1), solved: { status: 'inapplicable', reason: 'random' } }),
    exampleRecord(4, { nmse: scored(1), 'unit-test': unscored('no judge') }),
    exampleRecord(5, { nmse: unscored('budget') }, { state: 'refused' }),
    failedRecord(6, { nmse: unscored('the case failed: interpreter') }),
    failedRecord(7),
  ]
  expect(textsOf(records)).toEqual([
    'fault: failed, interpreter: 2',
    'fault: 2 unscored: no code',
    'fault: 1 unscored: no sandbox for python',
    '1 not in solved: random',
    'fault: 1 not begun: the model’s budget is spent',
    '1 description kept and not judged: no judge',
  ])
})

test('there is nothing to say where every case is in every mean', () => {
  expect(textsOf([exampleRecord(0, { nmse: scored(0), solved: scored(0) })])).toEqual([])
})

test('every interpreter has its own', () => {
  const other = { interpreter: { name: 'other', version: '1', deterministic: true } }
  const record = { nmse: unscored('no code') }
  const notes = summarizeNotes([exampleRecord(0, record), exampleRecord(0, record, other)])
  expect(notes.map(({ interpreter, text }) => `${interpreter}: ${text}`)).toEqual([
    'example: 1 unscored: no code',
    'other: 1 unscored: no code',
  ])
})

test('a reason is counted once a case, however many scores have it, and cut where it is long', () => {
  const reason = `no ${'x'.repeat(300)}`
  const [note] = summarizeNotes([
    exampleRecord(0, { 'unit-test': unscored(reason) }),
    exampleRecord(1, { 'unit-test': unscored(reason) }),
  ])
  expect(note?.text).toBe(`2 descriptions kept and not judged: no ${'x'.repeat(116)}…`)
})
