import type { LayerWeights, NormWeights, Transformer } from '../transformer/model.ts'
import type { Value } from './language.ts'
import type { LayerPlan, Plan } from './plan.ts'
import { dimensionsOf, type Entry } from './spaces.ts'

/** Numbers of tokens: of the one that begins each prompt, of inputs, and of what is answered. */
export interface TokenNumbers {
  readonly size: number
  readonly begin: number
  readonly inputs: ReadonlyMap<Value, number>
  readonly outputs: ReadonlyMap<Value, number>
}

/** The logit of the answer; that of all other tokens is 0. */
export const ANSWER_LOGIT = 6

/**
 * The transformer of a plan. Heads and neurons stand as the plan lists them; a layer that has
 * fewer than another is filled up with zeros.
 */
export function assemble(plan: Plan, numbers: TokenNumbers): Transformer {
  const { begin, layers, longest, program, spaces, width } = plan
  const heads = Math.max(1, ...layers.map((layer) => layer.heads.length))
  const dMlp = Math.max(0, ...layers.map((layer) => layer.neurons.length))
  const columns = layers.flatMap((layer) =>
    layer.heads.flatMap(({ key, value }) => [...key, ...value].map(({ column }) => column)),
  )
  const dHead = 1 + Math.max(0, ...columns)

  const WE = new Float64Array(numbers.size * width)
  const WPos = new Float64Array((1 + longest) * width)
  const WU = new Float64Array(width * numbers.size)
  WE[numbers.begin * width + begin] = 1
  for (const [op, space] of spaces) {
    const dimensions = dimensionsOf(space)
    for (const [i, value] of space.values.entries()) {
      const dimension = dimensions[i]!
      if (op.kind === 'tokens') WE[numbers.inputs.get(value)! * width + dimension] = 1
      if (op.kind === 'indices') WPos[(1 + i) * width + dimension] = 1
      if (op === program) WU[dimension * numbers.size + numbers.outputs.get(value)!] = ANSWER_LOGIT
    }
  }
  return {
    shape: {
      layers: layers.length,
      heads,
      keyValueHeads: heads,
      dModel: width,
      dHead,
      dMlp,
      vocabulary: numbers.size,
      context: 1 + longest,
      causal: false,
      normalization: 'none',
      epsilon: 0,
      activation: 'relu',
      gated: false,
      positions: { kind: 'learned' },
      attentionScale: Math.sqrt(dHead),
    },
    weights: {
      WE,
      WPos,
      layers: layers.map((layer) => weightsOf(layer, { heads, width, dHead, dMlp })),
      normFinal: NONE,
      WU,
      bU: new Float64Array(numbers.size),
    },
  }
}

const EMPTY = new Float64Array(0)
const NONE: NormWeights = { w: EMPTY, b: EMPTY }

function weightsOf(
  { heads: plans, neurons }: LayerPlan,
  { heads, width, dHead, dMlp }: Record<'heads' | 'width' | 'dHead' | 'dMlp', number>,
): LayerWeights {
  const perHead = () => new Float64Array(heads * width * dHead)
  const [WQ, WK, WV, WO] = [perHead(), perHead(), perHead(), perHead()]
  const bQ = new Float64Array(heads * dHead)
  // Queries and keys share what makes up for the division of scores.
  const scale = Math.sqrt(Math.sqrt(dHead))
  for (const [h, plan] of plans.entries()) {
    const size = width * dHead
    write(WQ, h * size, dHead, plan.query, scale)
    write(WK, h * size, dHead, plan.key, scale)
    write(WV, h * size, dHead, plan.value)
    write(WO, h * size, width, plan.output)
    for (const { column, weight } of plan.queryBias) bQ[h * dHead + column]! += scale * weight
  }

  const WIn = new Float64Array(width * dMlp)
  const WOut = new Float64Array(dMlp * width)
  const bIn = new Float64Array(dMlp)
  for (const [n, { reads, bias, writes }] of neurons.entries()) {
    for (const { dimension, weight } of reads) WIn[dimension * dMlp + n]! += weight
    for (const { dimension, weight } of writes) WOut[n * width + dimension]! += weight
    bIn[n] = bias
  }
  return {
    norm1: NONE,
    WQ,
    WK,
    WV,
    WO,
    bQ,
    bK: new Float64Array(heads * dHead),
    bV: new Float64Array(heads * dHead),
    bO: new Float64Array(width),
    norm2: NONE,
    WIn,
    WGate: EMPTY,
    bIn,
    WOut,
    bOut: new Float64Array(width),
  }
}

function write(
  into: Float64Array,
  offset: number,
  columns: number,
  entries: readonly Entry[],
  scale = 1,
) {
  for (const { row, column, weight } of entries)
    into[offset + row * columns + column]! += scale * weight
}
