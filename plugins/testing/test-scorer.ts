import { describe, expect, test } from 'vitest'
import { type Category, Score, type Scorer, type ScorerInput } from '../contracts.ts'

/**
 * What every scorer must keep to: a valid score that depends on its input alone, 1 for the
 * truth, and no credit for an answer without any output.
 *
 * @param example an input that the scorer applies to.
 */
export function testScorer<C extends Category>(
  scorer: Scorer,
  category: C,
  example: ScorerInput<C>,
): void {
  const score = scorer.score[category]!
  const answered = (got: 'truth' | 'nothing'): ScorerInput<C> => ({
    ...example,
    code: example.truthCode,
    sets: Object.fromEntries(
      Object.entries(example.sets).map(([name, set]) => {
        const outputs = Array.from(set.truth as Iterable<(typeof set.got)[number]>)
        return [
          name,
          { ...set, expected: set.truth, got: got === 'truth' ? outputs : outputs.map(() => null) },
        ]
      }),
    ),
  })

  describe(`${scorer.name} keeps to the contract of scorers`, () => {
    test('gives a valid score that depends on its input alone', () => {
      const before = structuredClone(example)
      const first = score(example)
      expect(Score.parse(first)).toEqual(first)
      expect(score(example)).toEqual(first)
      expect(example).toEqual(before)
    })

    test('gives 1 for the truth', () => {
      expect(score(answered('truth'))).toMatchObject({ status: 'scored', value: 1 })
    })

    test('says where it does not apply', () => {
      const without = score({ ...example, sets: {} })
      if (Object.keys(example.sets).length > 0)
        expect(without).toMatchObject({ status: 'inapplicable' })
    })

    test('gives no credit without outputs', () => {
      if (Object.keys(example.sets).length === 0) return
      const nothing = score(answered('nothing'))
      expect(nothing).toMatchObject({ status: 'scored', value: 0 })
    })
  })
}
