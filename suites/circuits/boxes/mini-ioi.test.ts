import { randomNormal } from 'd3-random'
import { describe, expect, test } from 'vitest'
import { nameOf, nodesOf } from '../../../library/transformer/nodes.ts'
import type { Role } from '../../../plugins/categories/circuits/task.ts'
import { randomStream } from '../../../plugins/utils/random.ts'
import { miniIoi } from './mini-ioi.ts'
import {
  auroc,
  detected,
  differing,
  effectsByName,
  mean,
  open,
  outputOf,
} from './testing/patching.ts'

describe.each([1, 2, 3])('indirect object identification (seed %i)', (seed) => {
  const { task } = miniIoi(randomStream(seed, 'box'))
  const parts = task.parts
  const opened = open(task, 10)
  const named = (role: Role) =>
    parts
      .keys()
      .toArray()
      .filter((name) => parts.get(name)!.role === role)
  const effects = Object.fromEntries(
    ['S2', 'S1+IO'].map((corruption) => [corruption, effectsByName(opened, corruption)]),
  )
  const [movers, negatives] = [named('mover'), named('negative-mover')]

  test('is a circuit of 13 heads among 48', () => {
    expect(nodesOf(task.model.shape)).toHaveLength(48 + 6)
    expect(parts.size).toBe(13)
  })

  test('exhaustive patching finds what can be reached', () => {
    for (const corruption of ['S2', 'S1+IO']) {
      const reached = differing(opened, corruption)
      const found = auroc(effects[corruption]!, (name) => parts.has(name) && reached.has(name))
      expect(found, corruption).toBeGreaterThan(0.95)
    }
  })

  test('to replace S2 changes nothing of previous-token heads', () => {
    const reached = differing(opened, 'S2')
    const unreached = parts
      .keys()
      .toArray()
      .filter((name) => !reached.has(name))
    expect(unreached.toSorted()).toEqual(named('previous-token').toSorted())
  })

  test('negative movers work against the answer, and the rest for it', () => {
    for (const [name, { sign }] of parts) {
      expect(Math.sign(effects['S1+IO']!.get(name)!), name).toBe(sign)
    }
  })

  test('to replace S2 misses most movers, to replace the names finds all', () => {
    const found = (corruption: string) =>
      movers.filter((name) => detected(effects[corruption]!).has(name)).length
    expect(found('S2')).toBe(1)
    expect(found('S1+IO')).toBe(3)
  })

  test('logit differences find negative movers, probabilities cannot', () => {
    const byLogits = detected(effects['S2']!)
    expect(negatives.filter((name) => byLogits.has(name))).toHaveLength(2)

    const { engine, clean, probabilities } = opened
    const corrupted = opened.corrupted('S2')
    const before = probabilities(corrupted.logits)
    const nodes = nodesOf(task.model.shape)
    const byProbability = new Map(
      nodes.map((node) => {
        const { logits } = engine.patch(corrupted, [{ hook: outputOf(node), by: clean }])
        const after = probabilities(logits)
        // What was there before is all that can be lost.
        for (const [i, value] of after.entries()) {
          expect(value - before[i]!).toBeGreaterThanOrEqual(-before[i]!)
        }
        return [nameOf(node), mean(after) - mean(before)]
      }),
    )
    const found = detected(byProbability)
    expect(negatives.filter((name) => found.has(name))).toEqual([])
  })

  test('noise takes the attention of movers off, exchanging swaps it', () => {
    const { engine, pairs, clean } = opened
    const { dModel, vocabulary } = task.model.shape
    const { WE } = task.model.weights
    const length = pairs[0]!.clean.length
    const deviation = Math.sqrt(mean(Array.from(WE, (value) => value ** 2)))
    expect(WE).toHaveLength(vocabulary * dModel)
    const normal = randomNormal.source(randomStream(seed, 'noise'))(0, 3 * deviation)
    const embeddings = clean.at({ kind: 'resid_pre', layer: 0 })
    for (const [i, { key }] of pairs.entries()) {
      for (const position of key) {
        const start = (i * length + position) * dModel
        for (let at = start; at < start + dModel; at++) embeddings[at]! += normal()
      }
    }
    /** From the end to the indirect object, and to the subject where it is first. */
    const attention = (run: typeof clean) => {
      const to = pairs.map(({ clean: tokens, answer, key }) => [
        tokens.indexOf(answer),
        tokens.indexOf(tokens[key[0]!]!),
      ])
      const patterns = nodesOf(task.model.shape).flatMap((node) =>
        movers.includes(nameOf(node)) && 'head' in node
          ? [run.at({ kind: 'pattern', layer: node.layer, head: node.head })]
          : [],
      )
      const toThe = (which: number) =>
        mean(
          patterns.flatMap((pattern) =>
            pairs.map(
              ({ position }, i) => pattern[(i * length + position) * length + to[i]![which]!]!,
            ),
          ),
        )
      return { io: toThe(0), subject: toThe(1) }
    }
    const [plain, swapped, noised] = [
      attention(clean),
      attention(opened.corrupted('S2')),
      attention(engine.run(clean.prompts, clean.read, { embeddings })),
    ]
    expect(plain.io).toBeCloseTo(0.58, 1)
    expect(swapped.io).toBeCloseTo(plain.subject, 1)
    expect(swapped.subject).toBeCloseTo(plain.io, 1)
    expect(noised.io).toBeLessThan(plain.io - 0.03)
    expect(noised.io).toBeGreaterThan(swapped.io)
    expect(noised.subject).toBeGreaterThan(plain.subject)
  })
})
