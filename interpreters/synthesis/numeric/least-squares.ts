/**
 * Least squares by Gram-Schmidt with a second pass, on plain typed arrays: fits here are many and
 * small, and general matrices would spend their time on being made.
 */

/** Part of a column that must be new for it not to depend on those before. */
const INDEPENDENT = 1e-13

/**
 * Coefficients of the columns that reproduce `target` best, each row weighted; null where the
 * columns depend on each other or the rows are too few.
 */
export function leastSquares(
  columns: readonly ArrayLike<number>[],
  target: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number[] | null {
  if (target.length < columns.length) return null
  const basis: Float64Array[] = []
  const upper: number[][] = []
  for (const column of columns) {
    const vector = weighted(column, weights)
    const size = Math.sqrt(dot(vector, vector))
    if (!(size > 0) || !Number.isFinite(size)) return null
    const shares = basis.map((unit) => subtract(vector, unit))
    basis.forEach((unit, i) => (shares[i]! += subtract(vector, unit)))
    const left = Math.sqrt(dot(vector, vector))
    if (left <= INDEPENDENT * size) return null
    basis.push(vector.map((value) => value / left))
    upper.push([...shares, left])
  }
  const rest = weighted(target, weights)
  const solution = basis.map((unit) => subtract(rest, unit))
  for (let j = solution.length - 1; j >= 0; j--) {
    for (let k = j + 1; k < solution.length; k++) solution[j]! -= upper[k]![j]! * solution[k]!
    solution[j]! /= upper[j]![j]!
  }
  return solution.every(Number.isFinite) ? solution : null
}

function weighted(column: ArrayLike<number>, weights?: ArrayLike<number>): Float64Array {
  const vector = Float64Array.from(column)
  if (weights) for (let i = 0; i < vector.length; i++) vector[i]! *= weights[i]!
  return vector
}

/** Orthonormal columns that span the same as `columns`; those that depend on others are left out. */
export function orthonormal(columns: readonly ArrayLike<number>[]): Float64Array[] {
  const basis: Float64Array[] = []
  for (const column of columns) {
    const vector = Float64Array.from(column)
    const size = Math.sqrt(dot(vector, vector))
    for (let pass = 0; pass < 2; pass++) for (const unit of basis) subtract(vector, unit)
    const left = Math.sqrt(dot(vector, vector))
    if (left > 1e-9 * size) basis.push(vector.map((value) => value / left))
  }
  return basis
}

/** Takes the part along a unit vector out of `vector`, in place, and returns its size. */
export function subtract(vector: Float64Array, unit: Float64Array): number {
  const along = dot(vector, unit)
  for (let i = 0; i < vector.length; i++) vector[i]! -= along * unit[i]!
  return along
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
