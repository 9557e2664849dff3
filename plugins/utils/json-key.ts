import type { Json } from '../contracts.ts'

/** Equal values have equal keys, and others have others: NaN and infinities are numbers too. */
export const jsonKey = (value: Json): string | number =>
  typeof value === 'number' ? value : JSON.stringify(value)
