import { encodingOf, type SOp, type Value } from './language.ts'

/** Where an s-op stands in the residual stream, from dimension `start` on. */
export interface Space {
  readonly encoding: 'categorical' | 'numerical'
  readonly start: number
  /** All values that it can have; of a categorical one a dimension each. */
  readonly values: readonly NonNullable<Value>[]
}

/** An entry of a matrix. */
export interface Entry {
  readonly row: number
  readonly column: number
  readonly weight: number
}

/** Gives each s-op its dimensions, and each width one more, for what its head says of it. */
export function layOut(
  ops: readonly SOp[],
  values: ReadonlyMap<SOp, readonly NonNullable<Value>[]>,
) {
  const begin = 0
  let size = 1
  const spaces = new Map<SOp, Space>()
  const inverseWidths = new Map<SOp, number>()
  for (const op of ops) {
    const encoding = encodingOf(op)
    const space: Space = { encoding, start: size, values: values.get(op)! }
    spaces.set(op, space)
    size += encoding === 'categorical' ? space.values.length : 1
    if (op.kind === 'width') inverseWidths.set(op, size++)
  }
  return { spaces, inverseWidths, begin, size }
}

/** The dimensions of a space. */
export const dimensionsOf = ({ encoding, start, values }: Space): readonly number[] =>
  encoding === 'numerical' ? [start] : values.map((_, i) => start + i)

/** The dimension of a value and what is written there; null of nothing. */
export function writingOf(
  space: Space,
  value: Value,
): { dimension: number; weight: number } | null {
  if (value === null) return null
  if (space.encoding === 'numerical') return { dimension: space.start, weight: Number(value) }
  const index = space.values.indexOf(value)
  if (index < 0)
    throw new RangeError(`a space holds ${space.values.join(', ')}, not ${String(value)}`)
  return { dimension: space.start + index, weight: 1 }
}
