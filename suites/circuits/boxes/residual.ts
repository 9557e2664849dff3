/**
 * Builds a transformer from a plan: the circuit with distractors beside it, in another basis of
 * the residual stream and another order of heads and neurons, so that nothing shows of the plan.
 */
import type { LayerWeights, Shape, Transformer } from '../../../library/transformer/model.ts'
import { nameOf } from '../../../library/transformer/nodes.ts'
import { rotate } from '../../../library/transformer/rotate.ts'
import type { Part } from '../../../plugins/categories/circuits/task.ts'
import type { Random } from '../../../plugins/contracts.ts'
import { repeat, shuffled } from '../../strings/draw.ts'
import { distractorHead, distractorNeuron } from './distractors.ts'
import {
  dimension,
  type HeadPlan,
  type Holding,
  type Linear,
  type Neuron,
  type Plan,
  type Space,
} from './plan.ts'

export interface Built {
  readonly model: Transformer
  readonly parts: ReadonlyMap<string, Part>
}

export function build(plan: Plan, random: Random): Built {
  const shape = shapeOf(plan)
  const parts = new Map<string, Part>()
  const layers = plan.layers.map(({ heads = [], mlp }, layer) => {
    const places = shuffled(random, Array(plan.heads).keys())
    for (const [i, { part }] of heads.entries()) {
      parts.set(nameOf({ layer, head: places[i]! }), part)
    }
    if (mlp) parts.set(nameOf({ layer, mlp: true }), mlp.part)
    const placed: HeadPlan[] = []
    for (const [i, place] of places.entries()) {
      placed[place] = heads[i] ?? distractorHead(plan.distractors, layer, random)
    }
    const neurons = mlp?.neurons ?? []
    const others = repeat(plan.dMlp - neurons.length, () =>
      distractorNeuron(plan.distractors, layer, random),
    )
    return layerOf(shape, placed, shuffled(random, [...neurons, ...others]))
  })
  return { model: rotate({ shape, weights: { ...endsOf(plan, shape), layers } }, random), parts }
}

const shapeOf = (plan: Plan): Shape => ({
  layers: plan.layers.length,
  heads: plan.heads,
  keyValueHeads: plan.heads,
  dModel: plan.dModel,
  dHead: plan.dHead,
  dMlp: plan.dMlp,
  vocabulary: plan.embeddings.length,
  context: plan.positions.length,
  causal: true,
  normalization: 'none',
  epsilon: 0,
  activation: 'relu',
  gated: false,
  positions: { kind: 'learned' },
  attentionScale: Math.sqrt(plan.dHead),
})

const NO_NORM = { w: new Float64Array(), b: new Float64Array() }

/** Embeddings and unembedding. */
function endsOf(plan: Plan, { dModel, vocabulary }: Shape) {
  const rows = (holdings: readonly Holding[]) => {
    const matrix = new Float64Array(holdings.length * dModel)
    for (const [row, holds] of holdings.entries()) {
      for (const [at, value] of holds) matrix[row * dModel + at]! += value
    }
    return matrix
  }
  const WU = new Float64Array(dModel * vocabulary)
  for (const [token, { reads }] of plan.logits.entries()) {
    for (const [at, weight] of reads) WU[at * vocabulary + token]! += weight
  }
  return {
    WE: rows(plan.embeddings),
    WPos: rows(plan.positions),
    normFinal: NO_NORM,
    WU,
    bU: Float64Array.from(plan.logits, ({ bias }) => bias),
  }
}

function layerOf(
  shape: Shape,
  heads: readonly HeadPlan[],
  neurons: readonly Neuron[],
): LayerWeights {
  const { dModel, dHead, dMlp } = shape
  const WIn = new Float64Array(dModel * dMlp)
  const WOut = new Float64Array(dMlp * dModel)
  for (const [i, { reads, writes }] of neurons.entries()) {
    for (const [at, weight] of reads) WIn[at * dMlp + i]! += weight
    for (const [at, weight] of writes) WOut[i * dModel + at]! += weight
  }
  return {
    ...headsOf(shape, heads),
    norm1: NO_NORM,
    bK: new Float64Array(heads.length * dHead),
    bV: new Float64Array(heads.length * dHead),
    bO: new Float64Array(dModel),
    norm2: NO_NORM,
    WIn,
    WGate: new Float64Array(),
    bIn: Float64Array.from(neurons, ({ bias }) => bias),
    WOut,
    bOut: new Float64Array(dModel),
  }
}

function headsOf({ dModel, dHead, attentionScale }: Shape, heads: readonly HeadPlan[]) {
  const matrix = () => new Float64Array(heads.length * dModel * dHead)
  const [WQ, WK, WV, WO] = [matrix(), matrix(), matrix(), matrix()]
  const bQ = new Float64Array(heads.length * dHead)
  for (const [head, { matches, moves }] of heads.entries()) {
    const reading = (at: number, column: number) => {
      if (column >= dHead)
        throw new Error(`a head of ${dHead} dimensions has no dimension ${column}`)
      return (head * dModel + at) * dHead + column
    }
    let column = 0
    for (const { key, queries } of matches) {
      for (let i = 0; i < key.size; i++) WK[reading(dimension(key, i), column + i)]! += 1
      for (const { query, by } of queries) {
        if (query === 'always') {
          bQ[head * dHead + column]! += by * attentionScale
          continue
        }
        for (const [from, to, weight] of entriesOf(by, query, key)) {
          WQ[reading(dimension(query, from), column + to)]! += weight * attentionScale
        }
      }
      column += key.size
    }
    column = 0
    for (const { from, into } of moves) {
      for (let i = 0; i < from.size; i++) WV[reading(dimension(from, i), column + i)]! += 1
      for (const { to, by } of into) {
        for (const [i, j, weight] of entriesOf(by, from, to)) {
          WO[(head * dHead + column + i) * dModel + dimension(to, j)]! += weight
        }
      }
      column += from.size
    }
  }
  return { WQ, WK, WV, WO, bQ }
}

/** What of a linear map is not 0: from which dimension to which, and how much. */
function entriesOf(by: Linear, from: Space, to: Space): [number, number, number][] {
  const [rows, columns] = typeof by === 'number' ? [to.size, to.size] : [by.length, by[0]?.length]
  if (rows !== from.size || columns !== to.size) {
    throw new Error(
      `a map from ${from.size} dimensions to ${to.size} is of that size, got ${rows} by ${columns}`,
    )
  }
  return typeof by === 'number'
    ? Array.from({ length: to.size }, (_, i) => [i, i, by])
    : by.flatMap((row, i) => row.map((weight, j): [number, number, number] => [i, j, weight]))
}
