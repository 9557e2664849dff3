import { expect, test } from 'vitest'
import { openEngine } from '../transformer/engine.ts'
import { type Node, nodesOf, nameOf } from '../transformer/nodes.ts'
import { randomTransformer } from '../transformer/testing/random-transformer.ts'
import { attribute } from './attribution.ts'
import { compare } from './comparison.ts'
import { acdc, byLargestEdge, edgeAttributions, edgeName, edgesOf, pathEffects } from './edges.ts'
import { ablationsOf, DIRECTIONS, effectsOf, windowsOf } from './effects.ts'
import { faithfulnessOf } from './faithfulness.ts'
import { openLaboratory } from './laboratory.ts'
import type { Pair } from './pair.ts'
import { bootstrapRanks, meanRanks } from './ranks.ts'

const PAIRS: readonly Pair[] = [
  [
    [1, 2, 3, 4],
    [1, 2, 5, 4],
  ],
  [
    [4, 3, 2, 1],
    [4, 3, 6, 1],
  ],
  [
    [7, 7, 2, 0],
    [7, 7, 3, 0],
  ],
].map(([clean, tokens]) => ({
  clean: clean!,
  corrupted: { third: { tokens: tokens!, answer: 2 } },
  position: 3,
  answer: 1,
  key: [2],
}))

const STR = { kind: 'tokens', choice: 'third' } as const
const model = randomTransformer({ activation: 'gelu', normalization: 'layer', causal: true })
const { shape } = model
const nodes = nodesOf(shape)
const alone = nodes.map((node) => ({ nodes: [node] }))
const open = () => compare(openLaboratory(openEngine(model)), PAIRS, STR, 'logit-difference')

test.each(DIRECTIONS)('%s of what the prompts differ by restores all of it', async (direction) => {
  const comparison = await open()
  const { clean, corrupted, lab, measure } = comparison
  const [base, other] = direction === 'denoising' ? [corrupted, clean] : [clean, corrupted]
  const whole = await lab.patch(base, [{ hook: { kind: 'resid_pre', layer: 0 }, by: other }])
  expect(measure(whole.logits)).toBe(measure(other.logits))
  // Heads and MLPs together lack what goes straight from the embeddings to the logits, at other positions.
  const [all] = await effectsOf(comparison, [{ nodes }], direction)
  expect(all!.effect).toBeCloseTo(1, 10)
})

test('an exchange is the mean over its pairs, and one of nothing has changed nothing', async () => {
  const comparison = await open()
  const effects = await effectsOf(comparison, alone, 'denoising')
  for (const { effect, each } of effects)
    expect(effect).toBeCloseTo(each.reduce((sum, x) => sum + x, 0) / each.length, 12)
  const [first] = await effectsOf(comparison, [{ nodes: [nodes[0]!], positions: [0] }], 'denoising')
  // The first token is the same in both.
  expect(first).toMatchObject({ effect: 0, changed: false })
})

test('attribution is the limit of small exchanges, and sums to the whole with many steps', async () => {
  const comparison = await open()
  const gaps: number[] = []
  for (const steps of [1, 5, 50]) {
    const { gap } = await attribute(comparison, nodes, { direction: 'denoising', steps })
    gaps.push(gap)
  }
  expect(gaps[1]).toBeLessThan(gaps[0]!)
  expect(gaps[2]).toBeLessThan(1e-3)
})

/** The same without anything that bends: attribution is exact there. */
const linear = (() => {
  const plain = randomTransformer({
    activation: 'relu',
    normalization: 'none',
    causal: true,
    dMlp: 0,
  })
  const layers = plain.weights.layers.map((layer) => ({
    ...layer,
    WQ: layer.WQ.map(() => 0),
    bQ: layer.bQ.map(() => 0),
  }))
  return { ...plain, weights: { ...plain.weights, layers } }
})()

test('where nothing bends, attribution is patching, for components and for edges', async () => {
  const comparison = await compare(
    openLaboratory(openEngine(linear)),
    PAIRS,
    STR,
    'logit-difference',
  )
  const all = nodesOf(linear.shape)
  for (const direction of DIRECTIONS) {
    const options = { direction, steps: 0 }
    const patched = await effectsOf(
      comparison,
      all.map((node) => ({ nodes: [node] })),
      direction,
    )
    const attributed = await attribute(comparison, all, options)
    patched.forEach(({ effect }, i) => expect(attributed.effects[i]).toBeCloseTo(effect, 10))
    const edges = edgesOf(linear.shape)
    const byPaths = await pathEffects(comparison, edges, direction)
    const byGradients = await edgeAttributions(comparison, options)
    byPaths.forEach(({ effect }, i) => expect(byGradients[i]!.effect).toBeCloseTo(effect, 10))
  }
})

test('edges: their names, their order, and the largest one of a component', () => {
  const edges = edgesOf({ ...shape, layers: 1, heads: 1 })
  expect(edges.map(edgeName)).toEqual([
    'embed->logits',
    'blocks.0.attn.hook_result[0]->logits',
    'blocks.0.hook_mlp_out->logits',
    'embed->blocks.0.hook_mlp_out',
    'blocks.0.attn.hook_result[0]->blocks.0.hook_mlp_out',
    'embed->blocks.0.attn.hook_result[0]<v>',
    'embed->blocks.0.attn.hook_result[0]<k>',
    'embed->blocks.0.attn.hook_result[0]<q>',
  ])
  const head: Node = { layer: 0, head: 0 }
  const effects = edges.map((edge, i) => ({ edge, effect: i === 4 ? -3 : 1 }))
  expect(byLargestEdge([head, { layer: 0, mlp: true }], effects)).toEqual([-3, 1])
})

test('ACDC leaves what it needs: with no threshold all that is read, with a high one nothing', async () => {
  const comparison = await open()
  const all = await acdc(comparison, 0)
  expect(all.length).toBe(edgesOf(shape).length)
  expect(await acdc(comparison, Infinity)).toEqual([])
  const some = await acdc(comparison, 0.05)
  expect(some.length).toBeLessThan(all.length)
  expect((await acdc(comparison, 0, 3)).length).toBe(3)
})

test('ablations: by the mean of pairs, and by nothing', async () => {
  const comparison = await open()
  const zero = await ablationsOf(comparison, alone, 'zero')
  const mean = await ablationsOf(comparison, alone, 'mean')
  expect(zero.some(({ effect }, i) => Math.abs(effect - mean[i]!.effect) > 1e-3)).toBe(true)
  const one = await compare(
    openLaboratory(openEngine(model)),
    PAIRS.slice(0, 1),
    STR,
    'logit-difference',
  )
  // The mean of one pair is itself.
  for (const { effect } of await ablationsOf(one, alone, 'mean')) expect(effect).toBeCloseTo(0, 10)
})

test('a window holds so many MLPs around each, and each head alone', () => {
  const some: Node[] = [
    { layer: 0, head: 0 },
    ...[0, 1, 2, 3].map((layer): Node => ({ layer, mlp: true })),
  ]
  const layersOf = (width: number) =>
    windowsOf(some, width).map(({ nodes: own }) => own.map(({ layer }) => layer))
  expect(layersOf(1)).toEqual([[0], [0], [1], [2], [3]])
  expect(layersOf(3)).toEqual([[0], [0, 1], [0, 1, 2], [1, 2, 3], [2, 3]])
})

test('faithfulness is 0 of nothing and 1 of all, and costs a forward a pair and circuit', async () => {
  const laboratory = openLaboratory(openEngine(model))
  const comparison = await compare(laboratory, PAIRS, STR, 'logit-difference')
  const before = laboratory.cost().forwards
  const [none, all] = await faithfulnessOf(comparison, [new Set(), new Set(nodes.map(nameOf))])
  expect(none).toBeCloseTo(0, 12)
  expect(all).toBeCloseTo(1, 12)
  expect(laboratory.cost()).toEqual({ forwards: before + 9, backwards: 0 })
})

test('noise is drawn from its stream, on the key positions alone', async () => {
  const noised = async (value: number) => {
    const random = () => value
    return compare(
      openLaboratory(openEngine(model)),
      PAIRS,
      { kind: 'noise', random },
      'logit-difference',
    )
  }
  const [one, again] = [await noised(0.25), await noised(0.25)]
  expect(one.corrupted.logits).toEqual(again.corrupted.logits)
  const hook = { kind: 'resid_pre', layer: 0 } as const
  const [clean, corrupted] = [one.clean.at(hook), one.corrupted.at(hook)]
  const length = PAIRS[0]!.clean.length
  clean.forEach((x, i) => {
    const position = Math.floor(i / shape.dModel) % length
    expect(x === corrupted[i]).toBe(position !== 2)
  })
})

test('a corruption that no pair has is an error that names those there are', async () => {
  const asked = compare(
    openLaboratory(openEngine(model)),
    PAIRS,
    { kind: 'tokens', choice: 'S2' },
    'probability',
  )
  await expect(asked).rejects.toThrow('corruption "S2": expected a choice of tokens, third')
})

test('ranks: of sizes, ties by their mean, and steadier effects above chance ones', () => {
  expect(meanRanks([[0.1, -3, 2, 0]])).toEqual([1 / 3, 1, 2 / 3, 0])
  expect(meanRanks([[1, 1, 1]])).toEqual([0.5, 0.5, 0.5])
  let draws = 0
  const random = () => (draws += 0.37) % 1
  const [steady, chance] = bootstrapRanks(
    [Float64Array.of(1, 1, 1, 1), Float64Array.of(5, -5, 5, -5)],
    random,
  )
  expect(steady).toBeGreaterThan(0)
  expect(chance).toBeLessThan(1)
})
