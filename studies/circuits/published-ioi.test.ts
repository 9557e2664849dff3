import { expect, test } from 'vitest'
import { headsOf, nameOfHead } from './heads.ts'
import { besidePublished, isGpt2Small, PUBLISHED } from './published-ioi.ts'

const shape = { layers: 12, heads: 12, dModel: 768, vocabulary: 50_257 } as Parameters<
  typeof isGpt2Small
>[0]

test('26 heads of GPT-2 small, by size of their effects', () => {
  expect(isGpt2Small(shape)).toBe(true)
  expect(isGpt2Small({ ...shape, layers: 24 })).toBe(false)
  const published = Object.values(PUBLISHED).flatMap((heads) => heads.split(' '))
  const scored = headsOf(shape).map((head) => ({
    ...head,
    score: published.includes(nameOfHead(head)) ? -1 : 0.1,
  }))
  expect(besidePublished(scored)).toBe(
    "AUROC of the effects' sizes against the published circuit of 26 heads: 1.000 (chance 0.5 ± 0.06).",
  )
})
