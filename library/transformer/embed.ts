import type { Address } from './kernels.ts'
import type { Numbers, Transformer } from './model.ts'
import type { Prompts } from './run.ts'
import type { Size } from './tensors.ts'

/** Writes the embeddings of tokens and of their positions: [position, batch, dModel]. */
export function embed(
  memory: Numbers,
  at: Address,
  prompts: Prompts,
  { shape, weights }: Transformer,
): void {
  const { dModel } = shape
  const learned = shape.positions.kind === 'learned'
  prompts.forEach((prompt, index) => {
    prompt.forEach((token, position) => {
      const to = at + (position * prompts.length + index) * dModel
      for (let i = 0; i < dModel; i++) {
        const place = learned ? weights.WPos[position * dModel + i]! : 0
        memory[to + i] = weights.WE[token * dModel + i]! + place
      }
    })
  })
}

/** Writes embeddings that are given, [batch, position, dModel]. */
export function placeEmbeddings(
  memory: Numbers,
  at: Address,
  embeddings: Numbers,
  { batch, positions }: Size,
  dModel: number,
): void {
  const expected = batch * positions * dModel
  if (embeddings.length !== expected) {
    throw new RangeError(
      `The embeddings have ${embeddings.length} numbers; expected ${expected}: ` +
        `${batch} prompts of ${positions} positions of ${dModel}.`,
    )
  }
  for (let row = 0; row < batch * positions; row++) {
    const to = at + ((row % positions) * batch + Math.floor(row / positions)) * dModel
    memory.set(embeddings.subarray(row * dModel, (row + 1) * dModel), to)
  }
}
