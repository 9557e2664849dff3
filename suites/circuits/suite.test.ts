import { mean } from 'simple-statistics'
import { expect, test } from 'vitest'
import { hookOf } from '../../library/patching/effects.ts'
import { nameOf, nodesOf } from '../../library/transformer/nodes.ts'
import { testSuite } from '../../plugins/testing/test-suite.ts'
import { circuits } from './suite.ts'

testSuite(circuits)

const boxes = circuits.functions(0).map((fn) => ({ ...fn, box: fn.truth() }))

test('there are 24 boxes or more, each with a twin behind it', () => {
  expect(boxes.length).toBeGreaterThanOrEqual(48)
  boxes.forEach(({ operators }, i) => expect(operators.includes('twin')).toBe(i % 2 === 1))
})

test('mini is one of each kind of box', () => {
  const mini = boxes.filter(circuits.isMini!).map(({ operators }) => operators.join())
  expect(mini).toEqual([...new Set(mini)])
  expect(new Set(mini)).toEqual(new Set(circuits.operators.filter((name) => name !== 'twin')))
})

test('a box and its twin differ by one component, and do the same', () => {
  for (let i = 0; i < boxes.length; i += 2) {
    const [one, other] = [boxes[i]!.box, boxes[i + 1]!.box]
    const { here, there } = one.twin!
    expect(other.twin).toEqual({ here: there, there: here })
    expect(one.task.parts.has(here) && !one.task.parts.has(there)).toBe(true)
    expect(
      new Set([...one.task.parts.keys()].map((name) => (name === here ? there : name))),
    ).toEqual(new Set(other.task.parts.keys()))
    const prompts = one.judged.map(({ clean }) => clean)
    const [own, its] = [one, other].map(({ engine }) => engine().run(prompts).logits)
    own!.forEach((logit, at) => expect(logit).toBeCloseTo(its![at]!, 2))
  }
})

test('models answer as their pairs say, clean and corrupted, and corruption changes the answer', () => {
  for (const { box } of boxes)
    for (const { clean, corrupted, position, answer } of box.judged) {
      const likeliest = (tokens: readonly number[]) => {
        const { logits } = box.engine().run([tokens], [position])
        return logits.indexOf(Math.max(...logits))
      }
      expect(likeliest(clean)).toBe(answer)
      for (const other of Object.values(corrupted)) {
        expect(other.tokens).toHaveLength(clean.length)
        expect(other.answer).not.toBe(answer)
        expect(likeliest(other.tokens)).toBe(other.answer)
      }
    }
})

test('components beside the circuit are as alive as it is', () => {
  for (const { box, id } of boxes) {
    const run = box.engine().run(box.judged.map(({ clean }) => clean))
    const spread = (name: string, node: Parameters<typeof hookOf>[0]) => {
      const values = run.at('head' in node ? { ...hookOf(node), kind: 'result' } : hookOf(node))
      const size = values.length / box.judged.length
      let sum = 0
      values.forEach((x, i) => (sum += (x - values[i % size]!) ** 2))
      return { isPart: box.task.parts.has(name), spread: sum }
    }
    const all = nodesOf(box.task.model.shape).map((node) => spread(nameOf(node), node))
    const beside = all.filter(({ isPart }) => !isPart)
    const alive = beside.filter((one) => one.spread > 1e-6).length / beside.length
    expect(alive, id).toBeGreaterThan(0.8)
    expect(mean(beside.map((one) => one.spread))).toBeGreaterThan(0)
  }
})
