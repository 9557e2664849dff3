import type { NormWeights } from '../transformer/model.ts'

/** Transposes each of the matrices [rows, columns] that stand one behind the other. */
export function transposeEach(matrices: Float32Array, rows: number, columns: number): Float32Array {
  const transposed = new Float32Array(matrices.length)
  for (let start = 0; start < matrices.length; start += rows * columns)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        transposed[start + column * rows + row] = matrices[start + row * columns + column]!
  return transposed
}

export const NONE = new Float32Array()

/** Scales without shifts, as RMSNorm has them. */
export const scaledBy = (w: Float32Array): NormWeights => ({ w, b: NONE })
