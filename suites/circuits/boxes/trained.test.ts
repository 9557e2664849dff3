import { expect, test } from 'vitest'
import { nodesOf } from '../../../library/transformer/nodes.ts'
import { effects, open } from './testing/patching.ts'
import { trained, TRAINED_NAMES } from './trained.ts'

test.each(TRAINED_NAMES)('%s: answers as it was trained to', (name) => {
  const task = trained(name)
  const { pairs, clean, corrupted } = open(task, 1000)
  const accuracy = (logits: typeof clean.logits, answers: readonly number[]) => {
    const size = task.vocabulary.length
    const right = answers.filter((answer, i) => {
      const row = logits.subarray(i * size, (i + 1) * size)
      return row.every((logit, token) => token === answer || logit < row[answer]!)
    })
    return right.length / answers.length
  }
  expect(
    accuracy(
      clean.logits,
      pairs.map(({ answer }) => answer),
    ),
  ).toBeGreaterThanOrEqual(0.995)
  for (const of of task.corruptions) {
    const answers = pairs.map((pair) => pair.corrupted[of]!.answer)
    expect(accuracy(corrupted(of).logits, answers), of).toBeGreaterThanOrEqual(0.995)
  }
})

test('induction goes through the first layer where the row changes, not where the question does', () => {
  const task = trained('induction')
  const opened = open(task, 100)
  const first = nodesOf(task.model.shape).filter(({ layer }) => layer === 0)
  const effect = (corruption: string) => effects(opened, [first], corruption)[0]
  expect(effect('row')).toBeGreaterThan(0.9)
  expect(effect('asked')).toBeLessThan(0.1)
})
