import { expect, test } from 'vitest'
import type { RelationAnswer, RelationEvidence } from '../categories/relations/index.ts'
import { testScorer } from '../testing/test-scorer.ts'
import { facts } from './facts.ts'

const answer: RelationAnswer = {
  description: 'The capital of a country.',
  domain: null,
  class: 'country',
  relation: 'capital',
  exception: null,
}

const set = (expected: readonly string[], got: readonly (string | null)[] = expected) => ({
  inputs: expected.map((_, i) => `word ${i}`),
  expected,
  truth: expected,
  got,
})
const given = (evidence: RelationEvidence) => ({ answer, ideal: answer, evidence })

const truth = {
  outside: set(['Paris', 'Lima']),
  elsewhere: set(['undefined']),
  inside: set(['undefined', 'undefined']),
}
const score = facts().score

testScorer(facts(), {
  some: given({ ...truth, inside: set(['undefined', 'undefined'], ['undefined', 'Tokyo']) }),
  ideal: given(truth),
  nothing: given({
    outside: set(['Paris', 'Lima'], [null, null]),
    elsewhere: set(['undefined'], [null]),
  }),
})

test('the parts tell what was missed', async () => {
  const inside = set(['undefined', 'undefined'], ['undefined', 'Tokyo'])
  expect(await score(given({ ...truth, inside }))).toEqual({
    status: 'scored',
    value: 0,
    detail: 'outside 2/2, elsewhere 1/1, inside 1/2',
    parts: { outside: 1, inside: 0 },
    counterexample: { input: 'word 1', expected: 'undefined', got: 'Tokyo' },
  })
  const elsewhere = set(['undefined'], ['Paris'])
  expect(await score(given({ ...truth, elsewhere }))).toMatchObject({
    value: 0,
    parts: { outside: 0, inside: 1 },
  })
})

test('a plain relation has no part inside', async () => {
  const { outside, elsewhere } = truth
  const { parts } = (await score(given({ outside, elsewhere }))) as { parts: object }
  expect(parts).toEqual({ outside: 1 })
})

test('an answer is held to what it claims itself', async () => {
  const claimed = set(['Paris'], ['undefined'])
  expect(await score(given({ ...truth, claimed }))).toMatchObject({
    value: 0,
    parts: { outside: 1, inside: 1 },
  })
})
