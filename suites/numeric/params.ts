import type { Interval, Law } from '../../library/numeric/index.ts'
import type { NoiseKind } from './noise.ts'

/** All that a numeric function is built from: its law, and how it departs from it. It is JSON. */
export type NumericParams =
  | { readonly variant: 'clean'; readonly law: Law }
  | {
      readonly variant: 'corrupted'
      readonly law: Law
      readonly corruption: { readonly interval: Interval; readonly level: number }
    }
  | { readonly variant: 'noisy'; readonly law: Law; readonly noise: NoiseKind }
  | {
      readonly variant: 'mlp'
      readonly law: Law
      /** Names the random stream of the network's initial weights, together with the function. */
      readonly seed: number
    }

/** A function before it is built: what it is called among all suites, and what it is made of. */
export interface DrawnFunction {
  /** `numeric/f00000`. */
  readonly name: string
  readonly params: NumericParams
}
