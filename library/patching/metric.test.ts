import fc from 'fast-check'
import { expect, test } from 'vitest'
import { metricNamed, METRICS } from './metric.ts'

const logit = fc.double({ min: -5, max: 5, noNaN: true })
const logits = fc.array(logit, { minLength: 4, maxLength: 4 }).map((all) => Float64Array.from(all))

test.each(METRICS)('%s: its derivative is the limit of differences', (name) => {
  const { value, derivative } = metricNamed(name)
  fc.assert(
    fc.property(logits, logits, (own, clean) => {
      const reading = { answer: 1, wrong: 2, clean }
      const step = 1e-5
      const slopes = derivative(own, reading)
      own.forEach((_, i) => {
        const moved = (by: number) => own.map((x, j) => (i === j ? x + by : x))
        const difference = value(moved(step), reading) - value(moved(-step), reading)
        expect(Math.abs(slopes[i]! - difference / (2 * step))).toBeLessThan(1e-6)
      })
    }),
  )
})

test('the probability of the answer cannot lose more than it has', () => {
  const { value } = metricNamed('probability')
  fc.assert(
    fc.property(logits, logits, (patched, corrupted) => {
      const reading = { answer: 0, wrong: 1, clean: patched }
      expect(value(patched, reading) - value(corrupted, reading)).toBeGreaterThanOrEqual(
        -value(corrupted, reading),
      )
    }),
  )
})

test('the divergence is 0 of the clean distribution, and less than 0 of any other', () => {
  const { value } = metricNamed('kl-divergence')
  fc.assert(
    fc.property(logits, logits, (own, clean) => {
      const reading = { answer: 0, wrong: 1, clean }
      expect(
        value(
          clean.map((x) => x + 3),
          reading,
        ),
      ).toBeCloseTo(0, 12)
      expect(value(own, reading)).toBeLessThanOrEqual(1e-12)
    }),
  )
})
