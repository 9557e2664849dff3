import type { ParameterKind } from './parameters.ts'

/**
 * What an operator makes of a string: a `text` much like it, one or two of its `character`s,
 * one number `word` (or `none`, `unknown`, or nothing), or several number `words`.
 */
export type OutputKind = 'text' | 'character' | 'word' | 'words'

/** A function from string to string, given as its code. */
export interface Operator {
  readonly name: string
  readonly parameter: ParameterKind
  readonly output: OutputKind
  /** Whether it draws from `Math.random`, so that no two calls need agree. */
  readonly random: boolean
  /**
   * The body of a JavaScript arrow function of `x`: an expression, or a block in braces. Takes
   * the arguments as JSON literals; may use the functions of `helpers.ts` by name.
   */
  source(...literals: string[]): string
  /** A verb phrase in plain English. */
  describe(...literals: string[]): string
}

type Text = string | ((...literals: string[]) => string)

export function operator(
  name: string,
  parameter: ParameterKind,
  output: OutputKind,
  source: Text,
  describe: Text,
): Operator {
  const write = typeof source === 'string' ? () => source : source
  return {
    name,
    parameter,
    output,
    random: write('0', '0').includes('Math.random'),
    source: write,
    describe: typeof describe === 'string' ? () => describe : describe,
  }
}
