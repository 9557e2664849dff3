import type { HookPoint } from './hook-points.ts'
import type { Numbers, Shape } from './model.ts'
import type { Values } from './values.ts'
import { extentOf, type Layout, type Size } from './tensors.ts'

/** Prompts of equal length, as numbers of tokens. */
export type Prompts = readonly (readonly number[])[]

/** What a model did on a batch of prompts. */
export interface Run {
  readonly prompts: Prompts
  /** The positions that are read, in order. */
  readonly read: readonly number[]
  /** [batch, read, vocabulary] */
  readonly logits: Numbers
  /**
   * The activation at a hook point: a copy, in the shape that the kind has; of one head without
   * that dimension.
   */
  at(hook: HookPoint): Numbers
}

/** What the engine keeps of a run: what it takes to compute its activations anew. */
export interface Kept {
  readonly prompts: Prompts
  readonly reads: readonly number[]
  /** Those that were given instead of the tokens'. */
  readonly embeddings: Numbers | undefined
  readonly size: Size
  readonly layout: Layout
  /** How many logits there are. */
  readonly logits: number
  /** Its block of activations and logits, if it was asked for after it had left the memory. */
  copy: Numbers | undefined
  /** What single heads add, by layer and head: made when asked for. */
  readonly made: Map<number, Numbers>
}

/**
 * Of all heads, or the head that is asked for: [batch, position, head, width], of attention
 * [batch, head, query, key].
 *
 * @param valuesOf the values of a head
 */
export function exported(
  { kind, head }: HookPoint,
  shape: Shape,
  { batch, positions }: Size,
  valuesOf: (head: number) => Values,
): Numbers {
  const { heads, width } = extentOf(kind, shape, positions)
  const chosen = head === undefined ? Array.from({ length: heads }, (_, h) => h) : [head]
  const count = chosen.length
  const byHead = kind === 'scores' || kind === 'pattern'
  let out: Numbers | undefined
  chosen.forEach((h, index) => {
    const { numbers, start, perPosition, perPrompt, perHead } = valuesOf(h)
    out ??= new (numbers.constructor as Float64ArrayConstructor)(batch * positions * count * width)
    for (let prompt = 0; prompt < batch; prompt++) {
      for (let position = 0; position < positions; position++) {
        const from = start + position * perPosition + prompt * perPrompt + h * perHead
        const row = byHead
          ? (prompt * count + index) * positions + position
          : (prompt * positions + position) * count + index
        out.set(numbers.subarray(from, from + width), row * width)
      }
    }
  })
  return out!
}

/** [read, batch, vocabulary] to [batch, read, vocabulary]: the same numbers if that is the same. */
export function exportedLogits(values: Numbers, reads: number, batch: number): Numbers {
  if (batch === 1 || reads === 1) return values
  const out = values.slice()
  const vocabulary = values.length / (reads * batch)
  for (let read = 0; read < reads; read++) {
    for (let prompt = 0; prompt < batch; prompt++) {
      const from = (read * batch + prompt) * vocabulary
      out.set(values.subarray(from, from + vocabulary), (prompt * reads + read) * vocabulary)
    }
  }
  return out
}

/** [batch, read, vocabulary] to [read, batch, vocabulary] */
export function orderedLogits(values: Numbers, reads: number, batch: number): Numbers {
  return exportedLogits(values, batch, reads)
}
