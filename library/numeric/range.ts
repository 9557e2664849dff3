/**
 * Where a number parameter comes from: uniform in [low, high], then rounded to `decimals` (with
 * no decimals: a uniform integer, both ends included). Rounding may exceed an end that is not on
 * the lattice by less than half a step.
 */
export interface Range {
  readonly low: number
  readonly high: number
  readonly decimals: 0 | 1
  /** The value that leaves no function; never drawn. */
  readonly except?: number
}

/** A list of coefficients, all from one range. */
export interface Coefficients {
  readonly of: Range
  /** Smallest and largest length, both uniformly likely with those between. */
  readonly sizes: readonly [number, number]
  /** The list that this one is longer than; its `sizes` then start there. */
  readonly longerThan?: string
  /** The end at which the coefficient of the highest power stands; it is never 0. */
  readonly leading: 'first' | 'last'
}

export type Parameter = Range | Coefficients
/** What an operator is given, by the name of the parameter. */
export type TermParameters = Readonly<Record<string, number | readonly number[]>>

export function real(low: number, high: number, except?: number): Range {
  return { low, high, decimals: 1, ...(except !== undefined && { except }) }
}

export function integer(low: number, high: number): Range {
  return { low, high, decimals: 0 }
}
