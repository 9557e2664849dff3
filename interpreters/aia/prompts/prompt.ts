import type { Category } from '../../../plugins/contracts.ts'

/** What a model is told of one category. It never tells the variant of a function. */
export interface Prompt {
  readonly category: Category
  /** Changes with every edit of what a model is told; a test holds it to the text. */
  readonly version: string
  /** What sort of function it is, and what may be in it. */
  readonly task: string
  /** How to find it out by experiment. */
  readonly method: string
  /** How to find it out from examples alone. */
  readonly reading: string
  /** What an answer is judged by. */
  readonly judged: string
}
