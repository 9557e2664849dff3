import { describe, expect, test } from 'vitest'
import { nameOf, nodesOf } from '../../../library/transformer/nodes.ts'
import type { CircuitTask } from '../../../plugins/categories/circuits/task.ts'
import type { Random } from '../../../plugins/contracts.ts'
import { randomStream } from '../../../plugins/utils/random.ts'
import type { Box } from './box.ts'
import { factual } from './factual.ts'
import { gates } from './gates.ts'
import { miniIoi } from './mini-ioi.ts'
import { mean, open, outputOf } from './testing/patching.ts'

/** The least by which the logit of the answer is above all others, and how often that is tried. */
const BOXES: readonly [string, (random: Random) => Box, { margin: number; prompts: number }][] = [
  ['mini-ioi', miniIoi, { margin: 1.5, prompts: 60 }],
  ['factual additive', (random) => factual('additive', random), { margin: 7.9, prompts: 200 }],
  [
    'factual superadditive',
    (random) => factual('superadditive', random),
    { margin: 7.9, prompts: 200 },
  ],
  ['gate and', (random) => gates('and', random), { margin: 5.9, prompts: 200 }],
  ['gate or', (random) => gates('or', random), { margin: 5.9, prompts: 200 }],
  ['gate backup', (random) => gates('backup', random), { margin: 5.9, prompts: 200 }],
]
const SEEDS = [1, 2, 3, 4]

/** By prompt: the logit of an answer less the largest of another token. */
function margins(task: CircuitTask, logits: ArrayLike<number>, answers: readonly number[]) {
  const size = task.vocabulary.length
  return answers.map((answer, i) => {
    const row = Array.from({ length: size }, (_, token) => logits[i * size + token]!)
    return row[answer]! - Math.max(...row.filter((_, token) => token !== answer))
  })
}

describe.each(BOXES)('%s', (_, draw, { margin, prompts }) => {
  const box = (seed: number) => draw(randomStream(seed, 'box'))

  test.each(SEEDS)('does its task on clean and corrupted prompts (seed %i)', (seed) => {
    const { task } = box(seed)
    const { pairs, clean, corrupted } = open(task, prompts)
    const answers = pairs.map(({ answer }) => answer)
    expect(Math.min(...margins(task, clean.logits, answers))).toBeGreaterThan(margin)
    for (const name of task.corruptions) {
      const others = pairs.map((pair) => pair.corrupted[name]!.answer)
      const least = Math.min(...margins(task, corrupted(name).logits, others))
      expect(least, name).toBeGreaterThan(margin)
      expect(others.filter((other, i) => other === answers[i])).toEqual([])
    }
  })

  test.each(SEEDS)('has parts that are components of the model (seed %i)', (seed) => {
    const { task } = box(seed)
    const names = nodesOf(task.model.shape).map(nameOf)
    expect([...task.parts.keys()].filter((name) => !names.includes(name))).toEqual([])
  })

  test.each(SEEDS)('has distractors as live as its circuit (seed %i)', (seed) => {
    const { task } = box(seed)
    const { clean, pairs, engine } = open(task, 20)
    const size = pairs[0]!.clean.length * engine.model.shape.dModel
    const norms = new Map<string, number>()
    for (const node of nodesOf(engine.model.shape)) {
      const values = clean.at(outputOf(node))
      const first = values.subarray(0, size)
      const differs = values.some((value, i) => Math.abs(value - first[i % size]!) > 1e-3)
      expect(differs || task.parts.has(nameOf(node)), nameOf(node)).toBe(true)
      norms.set(nameOf(node), Math.sqrt(mean(Array.from(values, (value) => value ** 2))))
    }
    const median = (isPart: boolean) => {
      const of = [...norms].filter(
        ([name]) => name.includes('attn') && task.parts.has(name) === isPart,
      )
      return of.map(([, norm]) => norm).toSorted((a, b) => a - b)[Math.floor(of.length / 2)]!
    }
    const ratio = median(false) / median(true)
    expect(ratio).toBeGreaterThan(1 / 3)
    expect(ratio).toBeLessThan(3)
  })

  test.each(SEEDS)('has a twin that differs by the place of one head (seed %i)', (seed) => {
    const { task, twin } = box(seed)
    expect(twin.left.split('[')[0]).toBe(twin.came.split('[')[0])
    expect(task.parts.has(twin.left) && !task.parts.has(twin.came)).toBe(true)
    const expected = new Map(task.parts)
    expected.delete(twin.left)
    expected.set(twin.came, task.parts.get(twin.left)!)
    expect(new Map(twin.task.parts)).toEqual(expected)
    const [one, other] = [open(task, 5), open(twin.task, 5)]
    expect(one.clean.prompts).toEqual(other.clean.prompts)
    const worst = Math.max(
      ...Array.from(one.clean.logits, (value, i) => Math.abs(value - other.clean.logits[i]!)),
    )
    expect(worst).toBeLessThan(1e-9)
    const hooks = nodesOf(task.model.shape).map((node) => [nameOf(node), outputOf(node)] as const)
    const hook = (name: string) => hooks.find(([of]) => of === name)![1]
    expect(other.clean.at(hook(twin.came))).toEqual(one.clean.at(hook(twin.left)))
  })

  test('is the same for the same stream, and another for another', () => {
    const [one, again, other] = [box(1), box(1), box(2)]
    expect(again.task.model).toEqual(one.task.model)
    expect(again.twin.came).toBe(one.twin.came)
    expect(other.task.vocabulary).not.toEqual(one.task.vocabulary)
  })
})
