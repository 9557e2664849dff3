import type { Json } from '../contracts.ts'

/** Equal values have equal keys, and others have others: NaN and infinities are numbers too. */
export const jsonKey = (value: Json): string | number =>
  typeof value === 'number' ? value : JSON.stringify(value)

/** JSON has no NaN and no infinities; they travel by name. */
export function encodeNumber(value: number): Json {
  if (Number.isFinite(value)) return value
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'
}

const BY_NAME: Readonly<Record<string, number>> = {
  NaN,
  Infinity,
  '-Infinity': -Infinity,
}

/** The number that a name of {@link encodeNumber} is of; any other JSON as it is. */
export const decodeNumber = (value: Json): Json =>
  typeof value === 'string' && Object.hasOwn(BY_NAME, value) ? BY_NAME[value]! : value
