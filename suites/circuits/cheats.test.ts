/** What needs no look at the box, or not at what it does; on a seed of its own. */
import { mean } from 'simple-statistics'
import { expect, test } from 'vitest'
import { hookOf } from '../../library/patching/effects.ts'
import { auroc, nullDeviation } from '../../library/patching/ranking.ts'
import { nameOf, type Node, nodesOf } from '../../library/transformer/nodes.ts'
import {
  type CircuitAnswer,
  type CircuitTruth,
  idealOf,
} from '../../plugins/categories/circuits/index.ts'
import { runsOf } from '../../plugins/categories/circuits/truth.ts'
import type { Score, Tools } from '../../plugins/contracts.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { shuffled } from '../strings/draw.ts'
import { circuitScorers } from './scorers.ts'
import { circuits } from './suite.ts'

const SEED = 101
const DRAWS = 400
const boxes = circuits.functions(SEED).map((fn) => {
  const truth = fn.truth()
  return { id: fn.id, truth, nodes: nodesOf(truth.task.model.shape), ideal: idealOf(truth) }
})
type Cheated = (typeof boxes)[number]

const isPart = ({ ideal }: Cheated, node: Node) => ideal.circuit.includes(nameOf(node))

test('scores drawn at random, and the truth shuffled, are at chance', () => {
  const random = randomStream(0, 'chance')
  for (const draw of [
    (box: Cheated) => box.nodes.map((node) => ({ isPart: isPart(box, node), score: random() })),
    (box: Cheated) => {
      const order = shuffled(random, box.nodes)
      return box.nodes.map((node, i) => ({
        isPart: isPart(box, node),
        score: isPart(box, order[i]!) ? 1 + random() : random(),
      }))
    },
  ]) {
    const means = boxes.map((box) => {
      const own = mean(Array.from({ length: DRAWS }, () => auroc(draw(box))))
      const error = nullDeviation(draw(box)) / Math.sqrt(DRAWS)
      expect(Math.abs(own - 0.5), box.id).toBeLessThan(4 * error)
      return own
    })
    expect(Math.abs(mean(means) - 0.5)).toBeLessThan(0.01)
  }
})

const answer = (box: Cheated, score: (node: Node) => number, chosen: readonly Node[]) => ({
  description: 'a cheat',
  domain: null,
  scores: Object.fromEntries(box.nodes.map((node) => [nameOf(node), score(node)])),
  circuit: chosen.map(nameOf),
  roles: Object.fromEntries(box.nodes.map((node) => [nameOf(node), 'mover' as const])),
})

/** How much the outputs of a component differ between clean and corrupted prompts. */
function liveliness(truth: CircuitTruth): (node: Node) => number {
  const { clean, corrupted } = runsOf(truth)
  return (node) => {
    const hook = 'head' in node ? { ...hookOf(node), kind: 'result' as const } : hookOf(node)
    const [own, its] = [clean.at(hook), corrupted.at(hook)]
    let sum = 0
    own.forEach((x, i) => (sum += (x - its[i]!) ** 2))
    return sum
  }
}

test.each<[string, (box: Cheated) => CircuitAnswer]>([
  ['no component', (box) => answer(box, () => 0, [])],
  ['all of them', (box) => answer(box, () => 1, box.nodes)],
  ['the later the likelier', (box) => answer(box, (node) => node.layer, box.nodes.slice(-4))],
  [
    'what differs most between both runs',
    (box) => {
      const live = liveliness(box.truth)
      const size = new Map(box.nodes.map((node) => [node, live(node)]))
      const ranked = box.nodes.toSorted((a, b) => size.get(b)! - size.get(a)!)
      return answer(box, (node) => size.get(node)!, ranked.slice(0, box.ideal.circuit.length))
    },
  ],
])('%s solves at most a twentieth, and is no better than the other twin', async (_, cheat) => {
  const all = await Promise.all(boxes.map((box) => scoresOf(box, cheat(box))))
  const of = (name: string) =>
    all.flatMap(({ [name]: one }) => (one!.status === 'scored' ? one!.value : []))
  expect(mean(of('circuit'))).toBeLessThanOrEqual(0.05)
  expect(mean(of('twin'))).toBeLessThanOrEqual(0.65)
  expect(mean(of('auroc'))).toBeLessThan(0.75)
})

test('an answer that is the same for a box and its twin is right about one of them at most', async () => {
  for (let i = 0; i < boxes.length; i += 2) {
    const [one, other] = [boxes[i]!, boxes[i + 1]!]
    const [own, its] = [await scoresOf(one, one.ideal), await scoresOf(other, one.ideal)]
    // Of some the corruption does not show what the head does.
    const right = [own, its].flatMap(({ twin }) => (twin!.status === 'scored' ? twin!.value : []))
    expect(right, one.id).toBeOneOf([[1, 0], []])
  }
})

async function scoresOf({ truth, ideal }: Cheated, given: CircuitAnswer) {
  const probed = await circuits.category.probe(truth, randomStream(0))
  const came = await circuits.category.confront(given, { truth, probed }, {} as Tools)
  if (!('evidence' in came)) throw new Error('expected evidence')
  const { evidence } = came
  const scores: Record<string, Score> = {}
  for (const { name, score } of circuitScorers)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    scores[name] = await score({ answer: given, ideal, evidence })
  return scores
}
