import { expect, test } from 'vitest'
import type { RelationAnswer, RelationEvidence } from '../categories/relations/index.ts'
import { testScorer } from '../testing/test-scorer.ts'
import { relationJudge } from './relation-judge.ts'

const answer: RelationAnswer = {
  description: 'The capital of a country.',
  domain: null,
  class: 'country',
  relation: 'capital',
  exception: null,
}

/** Two questions: the first choice is right in one, the last in the other. */
const asked = (got: readonly (string | null)[]) => ({
  inputs: ['Peru', 'Chad', 'Mali', 'Togo', 'Cuba', 'Oman'],
  expected: ['Lima', 'Rome', 'undefined', 'Oslo', 'Bern', 'Muscat'],
  truth: ['Lima', 'N’Djamena', 'Bamako', 'Lomé', 'Havana', 'Muscat'],
  got,
})
const truth = asked(asked([]).truth)
const none = asked([null, null, null, null, null, null])
const given = (evidence: RelationEvidence) => ({ answer, ideal: answer, evidence })

testScorer(relationJudge(), {
  some: given({ questions: none }),
  ideal: given({ questions: truth, strict: truth }),
  nothing: given({ questions: asked([null, 'Rome', null, null, 'Bern', null]) }),
  inapplicable: given({}),
})

test('where nothing agrees it takes the first, which is chance', async () => {
  expect(await relationJudge().score(given({ questions: none }))).toMatchObject({ value: 0.5 })
})

test('the strict questions are a part of it', async () => {
  expect(await relationJudge().score(given({ questions: truth, strict: none }))).toEqual({
    status: 'scored',
    value: 1,
    detail: '2 of 2 right, chance 1/3',
    parts: { strict: 0.5 },
  })
})
