/**
 * Least squares by Gram-Schmidt with a second pass, which makes it as exact as rounding allows
 * (Giraud, Langou and Rozložník, 2005), on plain typed arrays: fits here are many and small, and
 * general matrices would spend their time on being made.
 */

/** Part of a column that must be new for it not to depend on those before. */
const INDEPENDENT = 1e-13

/** An overdetermined system, brought to upper triangular form. */
export interface Triangular {
  /** Column by column, the diagonal last. */
  readonly upper: readonly (readonly number[])[]
  readonly right: readonly number[]
}

/**
 * Coefficients of the columns that reproduce `target` best, each row weighted; null where the
 * columns depend on each other or the rows are too few.
 */
export function leastSquares(
  columns: readonly ArrayLike<number>[],
  target: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number[] | null {
  const system = triangulate(columns, target, weights)
  const solution = system && substitute(system)
  return solution?.every(Number.isFinite) ? solution : null
}

/**
 * The coefficients, from the last one up. Each may be rounded: those before it then are the best
 * ones for what it was rounded to.
 */
export function substitute(
  { upper, right }: Triangular,
  round: (value: number, j: number) => number = (value) => value,
): number[] {
  const solution = [...right]
  for (let j = solution.length - 1; j >= 0; j--) {
    for (let k = j + 1; k < solution.length; k++) solution[j]! -= upper[k]![j]! * solution[k]!
    solution[j] = round(solution[j]! / upper[j]![j]!, j)
  }
  return solution
}

/** The system, weighted row by row; null where columns depend on each other or rows are too few. */
export function triangulate(
  columns: readonly ArrayLike<number>[],
  target: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Triangular | null {
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
  return { upper, right: basis.map((unit) => subtract(rest, unit)) }
}

function weighted(column: ArrayLike<number>, weights?: ArrayLike<number>): Float64Array {
  const vector = Float64Array.from(column)
  if (weights) for (let i = 0; i < vector.length; i++) vector[i]! *= weights[i]!
  return vector
}

/** Orthonormal columns with the span of `columns`; those that depend on others are left out. */
export function orthonormal(columns: readonly ArrayLike<number>[]): Float64Array[] {
  const basis: Float64Array[] = []
  for (const column of columns) {
    const unit = directionBeyond(basis, column)
    if (unit) basis.push(unit)
  }
  return basis
}

/** The unit vector along what of the column is beyond an orthonormal basis; null for nothing. */
export function directionBeyond(
  basis: readonly Float64Array[],
  column: ArrayLike<number>,
): Float64Array | null {
  const vector = Float64Array.from(column)
  const size = Math.sqrt(dot(vector, vector))
  for (let pass = 0; pass < 2; pass++) for (const unit of basis) subtract(vector, unit)
  const left = Math.sqrt(dot(vector, vector))
  return left > 1e-9 * size ? vector.map((value) => value / left) : null
}

/** Takes the part along a unit vector out of `vector`, in place, and returns its size. */
export function subtract(vector: Float64Array, unit: Float64Array): number {
  const along = dot(vector, unit)
  for (let i = 0; i < vector.length; i++) vector[i]! -= along * unit[i]!
  return along
}

/** The inner product of two vectors. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
