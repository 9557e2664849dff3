import { expect, test } from 'vitest'
import { exampleRecord, exampleSettings, scored } from '../testing/example-records.ts'
import { faultsIn } from './faults.ts'

const record = (number: number, changes = {}) =>
  exampleRecord(number, { solved: scored(1) }, changes)
const clean = (...records: ReturnType<typeof record>[]) => ({ path: 'clean.find.ts', records })
const noisy = (...records: ReturnType<typeof record>[]) => ({ path: 'noisy.find.ts', records })

test('a run of whole parts has no faults', () => {
  expect(faultsIn([clean(record(0)), noisy(record(1))], exampleSettings(), true)).toEqual([])
})

test('what is there twice is said to be where it is', () => {
  const faults = (...modules: Parameters<typeof faultsIn>[0]) =>
    faultsIn(modules, exampleSettings(), false)
  expect(faults(clean(record(0), record(0)))).toEqual([
    'more than one function of a name: numeric/f00000 (twice in clean.find.ts)',
  ])
  expect(faults(clean(record(0)), noisy(record(0), record(1)))).toEqual([
    'more than one function of a name: numeric/f00000 (in clean.find.ts and noisy.find.ts)',
  ])
  expect(faults(clean(record(0)), clean(record(0)))).toEqual([
    'recorded twice, by old reports in .vitest/blob: numeric/f00000',
  ])
})

test('a merge of several versions, or of other trials, is no run', () => {
  const other = { interpreter: { name: 'example', version: '2', deterministic: false } }
  expect(faultsIn([clean(record(0), record(1, other))], exampleSettings(), true)).toEqual([
    'records of numeric are of more than one version: suite version 1, interpreter version 1; ' +
      'suite version 1, interpreter version 2, not deterministic',
  ])
  const thrice = [0, 1, 2].map((trial) => record(0, { trial }))
  expect(faultsIn([clean(...thrice, record(1))], exampleSettings(), true)).toEqual([
    '1 function of other than 1 trials: numeric/f00000',
  ])
})
