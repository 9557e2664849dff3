import type { Json } from '../contracts.ts'

/** JSON has no NaN and no infinities; they travel by name. */
export function encodeNumber(value: number): Json {
  if (Number.isFinite(value)) return value
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'
}
