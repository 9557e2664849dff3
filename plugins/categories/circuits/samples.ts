import type { Transformer } from '../../../library/transformer/model.ts'
import { openEngine } from '../../../library/transformer/engine.ts'
import type { Pair } from '../../../library/patching/pair.ts'
import { nameOf } from '../../../library/transformer/nodes.ts'
import type { CircuitTruth } from './truth.ts'

const TOKENS = ['a', 'b', 'c']
const PROMPTS = [
  ['aab', 'bab'],
  ['ccb', 'cbb'],
  ['bcb', 'bcc'],
  ['cac', 'caa'],
]

const zeros = (length: number) => new Float64Array(length)
const matrix = (rows: number, columns: number, at: (row: number, column: number) => number) =>
  Float64Array.from({ length: rows * columns }, (_, i) => at(Math.floor(i / columns), i % columns))
const same = (row: number, column: number) => (row === column ? 1 : 0)

/** One layer of heads that look at all tokens alike; those in `copying` add what they see to the logits. */
function majority(heads: number, copying: readonly number[]): Transformer {
  const size = TOKENS.length
  // Tokens are in the first half of the residual stream, the answer in the second.
  const dModel = 2 * size
  const WV = Float64Array.from(
    Array.from({ length: heads }, () => [...matrix(dModel, size, same)]).flat(),
  )
  const WO = Float64Array.from(
    Array.from({ length: heads }, (_, head) => [
      ...matrix(size, dModel, (row, column) =>
        copying.includes(head) ? 4 * same(row + size, column) : 0,
      ),
    ]).flat(),
  )
  const none = { w: zeros(0), b: zeros(0) }
  return {
    shape: {
      layers: 1,
      heads,
      keyValueHeads: heads,
      dModel,
      dHead: size,
      dMlp: 0,
      vocabulary: size,
      context: 3,
      causal: true,
      normalization: 'none',
      epsilon: 0,
      activation: 'relu',
      gated: false,
      positions: { kind: 'learned' },
      attentionScale: 1,
    },
    weights: {
      WE: matrix(size, dModel, same),
      WPos: zeros(3 * dModel),
      layers: [
        {
          norm1: none,
          WQ: zeros(heads * dModel * size),
          WK: zeros(heads * dModel * size),
          WV,
          WO,
          bQ: zeros(heads * size),
          bK: zeros(heads * size),
          bV: zeros(heads * size),
          bO: zeros(dModel),
          norm2: none,
          WIn: zeros(0),
          WGate: zeros(0),
          bIn: zeros(0),
          WOut: zeros(0),
          bOut: zeros(dModel),
        },
      ],
      normFinal: none,
      WU: matrix(dModel, size, (row, column) => same(row, column + size)),
      bU: zeros(size),
    },
  }
}

const numbers = (word: string) => Array.from(word, (letter) => TOKENS.indexOf(letter))
const commonest = (word: string) => TOKENS.findIndex((token) => word.split(token).length - 1 > 1)

const pairs = PROMPTS.map(([clean, other]): Pair => {
  const tokens = numbers(other!)
  return {
    clean: numbers(clean!),
    corrupted: { one: { tokens, answer: commonest(other!) } },
    position: 2,
    answer: commonest(clean!),
    key: numbers(clean!).flatMap((token, i) => (token === tokens[i] ? [] : [i])),
  }
})

function sample(heads: number, copying: readonly number[]): CircuitTruth {
  const model = majority(heads, copying)
  let engine: ReturnType<typeof openEngine> | undefined
  return {
    task: {
      model,
      vocabulary: TOKENS,
      task: 'Says the token that most of three are.',
      corruptions: ['one'],
      pairs: () => pairs,
      parts: new Map(
        copying.map((head) => [nameOf({ layer: 0, head }), { role: 'aggregator', sign: 1 }]),
      ),
    },
    engine: () => (engine ??= openEngine(model)),
    shown: pairs,
    judged: pairs,
    twin: null,
  }
}

/** Small models that any interpreter must survive. */
export const samples: Readonly<Record<string, CircuitTruth>> = {
  one: sample(2, [1]),
  all: sample(2, [0, 1]),
  only: sample(1, [0]),
}
