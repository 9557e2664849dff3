import { shuffler } from 'd3-array'
import { randomInt, randomNormal, randomUniform } from 'd3-random'
import { type HeadPlan, selectorOf } from '../../../../library/rasp/attention.ts'
import type { SOp } from '../../../../library/rasp/language.ts'
import type { NeuronPlan, Weight } from '../../../../library/rasp/neurons.ts'
import type { Plan } from '../../../../library/rasp/plan.ts'
import { dimensionsOf, type Entry, type Space } from '../../../../library/rasp/spaces.ts'
import type { Random } from '../../../../plugins/contracts.ts'

/** Dimensions that decoys write and read, and nothing of the program reads. */
export const ASIDE = 12
/** Neurons of the layer that has most of the program's, beside those. */
const LEAST_NEURONS = 8

/**
 * A plan with heads and MLPs that work on what the program has in the residual stream, as its
 * own do, and write aside of it: live, and without a way to the answer. Half of the heads beside
 * one of the program's look where it looks and fetch what it fetches. Every layer has as many
 * heads and neurons as any other, in an order of chance. An MLP is the program's or aside: with
 * neurons of both its output would change where the program's part of it does not.
 *
 * @param heads how many a layer; more than the program has in any.
 */
export function withDecoys(plan: Plan, heads: number, random: Random): Plan {
  const neurons = LEAST_NEURONS + Math.max(...plan.layers.map((layer) => layer.neurons.length))
  const shuffle = shuffler(random)
  return {
    ...plan,
    width: plan.width + ASIDE,
    layers: plan.layers.map((layer, index) => {
      const decoyHead = headsAside(plan, index, random)
      return {
        heads: shuffle([
          ...layer.heads,
          ...Array.from({ length: heads - layer.heads.length }, decoyHead),
        ]),
        neurons: shuffle(
          layer.neurons.length > 0
            ? [...split(layer.neurons, neurons, random)]
            : Array.from({ length: neurons }, neuronsAside(plan, index, neurons, random)),
        ),
      }
    }),
  }
}

/** Draws heads of a layer. */
function headsAside(plan: Plan, index: number, random: Random): () => HeadPlan {
  const { heads } = plan.layers[index]!
  const spaces = spacesBefore(plan, index, 'attention')
  const categorical = spaces.filter((space) => space.encoding === 'categorical')
  const varying = spaces.filter((space) => space !== plan.spaces.get(indicesOf(plan)))
  const scale = randomUniform.source(random)(0.6, 1.5)

  return () => {
    const model = heads.length > 0 && random() < 0.5 ? pick(heads, random) : null
    if (model)
      return { ...model, op: null, output: outputAside(plan, model.value, scale(), random) }
    const [keys, queries] = [pick(categorical, random), pick(categorical, random)]
    // One key at least, and half of the others.
    const selected = queries.values.map(() => {
      const sure = randomInt.source(random)(keys.values.length)()
      return keys.values.map((_, k) => k === sure || random() < 0.3)
    })
    const value = random() < 0.3 ? null : pick(varying, random)
    const entries =
      value === null
        ? mixture(plan, random)
        : dimensionsOf(value).map((row, column) => ({ row, column, weight: 1 }))
    return {
      op: null,
      ...selectorOf(keys, queries, plan.begin, (k, q) => selected[q]![k]!),
      value: entries,
      output: outputAside(plan, entries, scale(), random),
    }
  }
}

/** Four mixtures of what stands aside. */
function mixture({ width }: Plan, random: Random): readonly Entry[] {
  const normal = randomNormal.source(random)(0, 0.5)
  return Array.from({ length: ASIDE }, (_, i) =>
    Array.from({ length: 4 }, (__, column) => ({ row: width + i, column, weight: normal() })),
  ).flat()
}

/** Each column of a value goes aside in a direction of its own. */
function outputAside(
  plan: Plan,
  value: readonly Entry[],
  scale: number,
  random: Random,
): readonly Entry[] {
  const columns = 1 + Math.max(...value.map(({ column }) => column))
  return Array.from({ length: columns }, (_, row) =>
    directionAside(plan, scale, random).map(({ dimension, weight }) => ({
      row,
      column: dimension,
      weight,
    })),
  ).flat()
}

/** So many neurons that do what these do: some are two that share what they write. */
function split(
  neurons: readonly NeuronPlan[],
  size: number,
  random: Random,
): readonly NeuronPlan[] {
  const all = [...neurons]
  while (all.length < size) {
    const index = randomInt.source(random)(all.length)()
    const neuron = all[index]!
    const share = 0.3 + 0.4 * random()
    const part = (factor: number): NeuronPlan => ({
      ...neuron,
      writes: neuron.writes.map(({ dimension, weight }) => ({
        dimension,
        weight: factor * weight,
      })),
    })
    all.splice(index, 1, part(share), part(1 - share))
  }
  return all
}

/** Draws neurons of a layer that has so many of them. */
function neuronsAside(plan: Plan, index: number, size: number, random: Random): () => NeuronPlan {
  const categorical = spacesBefore(plan, index, 'mlp').filter(
    (space) => space.encoding === 'categorical',
  )
  const normal = randomNormal.source(random)()
  // About a third of them speak at once: together they are as loud as what a program writes.
  const scale = randomUniform.source(random)(0.8, 1.6)() / Math.sqrt(size / 3)
  return () => ({
    op: null,
    ...(random() < 0.7
      ? { reads: someOf(pick(categorical, random), random), bias: 0 }
      : {
          reads: Array.from({ length: ASIDE }, (_, i) => ({
            dimension: plan.width + i,
            weight: normal() / 2,
          })),
          bias: normal() / 2,
        }),
    writes: directionAside(plan, scale, random),
  })
}

/** Half of the values of a space, or one. */
function someOf(space: Space, random: Random): readonly Weight[] {
  const sure = randomInt.source(random)(space.values.length)()
  return dimensionsOf(space)
    .filter((_, i) => i === sure || random() < 0.4)
    .map((dimension) => ({ dimension, weight: 1 }))
}

function directionAside({ width }: Plan, norm: number, random: Random): readonly Weight[] {
  const drawn = Array.from({ length: ASIDE }, randomNormal.source(random)())
  const size = Math.sqrt(drawn.reduce((sum, x) => sum + x * x, 0))
  return drawn.map((x, i) => ({ dimension: width + i, weight: (norm * x) / size }))
}

/** Where the s-ops stand that are there before the attention, or the MLP, of a layer. */
function spacesBefore(
  { layers, spaces }: Plan,
  index: number,
  part: 'attention' | 'mlp',
): readonly Space[] {
  const unfinished = layers
    .slice(index)
    .flatMap(({ heads, neurons }, i) => [...neurons, ...(i === 0 && part === 'mlp' ? [] : heads)])
  const later = new Set(unfinished.map(({ op }) => op))
  return [...spaces].flatMap(([op, space]) => (later.has(op) ? [] : [space]))
}

const indicesOf = ({ spaces }: Plan): SOp => spaces.keys().find((op) => op.kind === 'indices')!

const pick = <T>(from: readonly T[], random: Random): T =>
  from[randomInt.source(random)(from.length)()]!
