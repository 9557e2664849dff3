import { describe, expect, test } from 'vitest'
import type { Category, Scorer, ScorerInput } from '../contracts.ts'
import { ScoreSchema } from '../records.ts'

/** Inputs of a scorer that show what it must keep to. */
export interface ScorerExamples<C extends Category> {
  /** An answer that is neither right nor without merit. */
  readonly some: ScorerInput<C>
  /** The ideal answer, with the evidence that the truth itself gives. */
  readonly ideal: ScorerInput<C>
  /** An answer that gave nothing; absent for a scorer that does not look at what it gave. */
  readonly nothing?: ScorerInput<C>
  /** A function that the scorer does not apply to; absent where it applies to all. */
  readonly inapplicable?: ScorerInput<C>
}

/**
 * What every scorer must keep to: a valid score that depends on its input alone, 1 for the
 * truth, and no credit for an answer that gave nothing.
 */
export function testScorer<C extends Category>(
  { name, score }: Scorer<C>,
  { some, ideal, nothing, inapplicable }: ScorerExamples<C>,
): void {
  describe(`${name} keeps to the contract of scorers`, () => {
    test('gives a valid score that depends on its input alone', async () => {
      const before = structuredClone(some)
      const first = await score(some)
      expect(ScoreSchema.parse(first)).toEqual(first)
      expect(await score(some)).toEqual(first)
      expect(some).toEqual(before)
    })

    test('gives 1 for the truth', async () => {
      expect(await score(ideal)).toMatchObject({ status: 'scored', value: 1 })
    })

    for (const example of inapplicable ? [inapplicable] : [])
      test('says where it does not apply', async () => {
        expect(await score(example)).toMatchObject({ status: 'inapplicable' })
      })

    for (const example of nothing ? [nothing] : [])
      test('gives no credit for nothing', async () => {
        expect(await score(example)).toMatchObject({ status: 'scored', value: 0 })
      })
  })
}
