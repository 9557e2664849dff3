import fc from 'fast-check'
import { mean, permutationsHeap, standardDeviation } from 'simple-statistics'
import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { auroc, averagePrecision, nullDeviation, precisionAtTruth, type Ranked } from './ranking.ts'

const one = fc.record({ isPart: fc.boolean(), score: fc.integer({ min: -3, max: 3 }) })
const ranked = fc
  .array(one, { minLength: 2, maxLength: 6 })
  .filter((all) => new Set(all.map(({ isPart }) => isPart)).size === 2)

/** Every order that scores leave open, with its own score for each place. */
function orders(all: readonly Ranked[]): Ranked[][] {
  return permutationsHeap([...all.keys()])
    .map((places) => places.map((i) => all[i]!))
    .filter((order) => order.every(({ score }, i) => i === 0 || order[i - 1]!.score >= score))
    .map((order) => order.map(({ isPart }, i) => ({ isPart, score: -i })))
}

test.each([
  ['AUROC', auroc],
  ['average precision', averagePrecision],
  ['precision at truth', precisionAtTruth],
])('%s of ties is the mean over the orders that they leave open', (_, of) => {
  fc.assert(
    fc.property(ranked, (all) => {
      expect(of(all)).toBeCloseTo(mean(orders(all).map(of)), 10)
    }),
    { numRuns: 50 },
  )
})

test('scores that tell all apart, none, or all the wrong way round', () => {
  const parts = [3, 2].map((score) => ({ isPart: true, score }))
  const others = [1, 0, -1].map((score) => ({ isPart: false, score }))
  const all = [...parts, ...others]
  expect([auroc(all), averagePrecision(all), precisionAtTruth(all)]).toEqual([1, 1, 1])
  const level = all.map((same) => ({ ...same, score: 0 }))
  expect([auroc(level), precisionAtTruth(level)]).toEqual([0.5, 2 / 5])
  expect(auroc(all.map((same) => ({ ...same, score: -same.score })))).toBe(0)
  expect(auroc(parts)).toBeNaN()
})

test('AUROC by chance is spread as it is said to be', () => {
  const random = randomStream(0, 'chance')
  const draws = Array.from({ length: 4000 }, () =>
    auroc(Array.from({ length: 20 }, (_, i) => ({ isPart: i < 3, score: random() }))),
  )
  const expected = nullDeviation(
    Array.from({ length: 20 }, (_, i) => ({ isPart: i < 3, score: 0 })),
  )
  expect(expected).toBeCloseTo(0.185, 3)
  expect(Math.abs(standardDeviation(draws) / expected - 1)).toBeLessThan(0.05)
  expect(Math.abs(mean(draws) - 0.5)).toBeLessThan(4 * (expected / Math.sqrt(4000)))
})
