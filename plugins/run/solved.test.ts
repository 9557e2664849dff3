import { expect, test } from 'vitest'
import type { Score } from '../contracts.ts'
import { solved } from './solved.ts'

const scored = (value: number): Score => ({ status: 'scored', value, detail: '' })
const inapplicable: Score = { status: 'inapplicable', reason: 'random' }
/** Every scorer but `concise` decides. */
const of = (scores: Record<string, Score>) =>
  solved(
    Object.entries(scores).map(([name, score]) => ({ name, score, decides: name !== 'concise' })),
  )

test('needs every strict score that applies', () => {
  expect(of({ fit: scored(1), local: inapplicable, concise: scored(1) })).toMatchObject({
    value: 1,
  })
  expect(of({ fit: scored(1), local: scored(0), concise: scored(0) })).toMatchObject({
    value: 0,
    detail: 'fails local, concise',
  })
})

test('is unscored where one is, and does not apply on conciseness alone', () => {
  expect(of({ fit: { status: 'unscored', reason: 'no code' }, concise: scored(1) })).toEqual({
    status: 'unscored',
    reason: 'no code',
  })
  for (const concise of [scored(1), scored(0), inapplicable])
    expect(of({ 'all-right': inapplicable, concise })).toEqual({
      status: 'inapplicable',
      reason: 'random',
    })
  expect(of({ concise: scored(1) })).toEqual({
    status: 'inapplicable',
    reason: 'no strict score decides it',
  })
})
