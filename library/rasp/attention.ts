import type { SOp } from './language.ts'
import { dimensionsOf, type Entry, type Space } from './spaces.ts'

/**
 * The score of a selected position above one that is not. What leaks is e to the minus half of
 * it, 1e-8: outputs are exact to 1e-6, and the gradient of attention is not quite 0.
 */
export const SHARPNESS = 36

/** An attention head. Rows are dimensions of the residual stream, columns those of the head. */
export interface HeadPlan {
  /** What it computes; null of one that is no part of the program. */
  readonly op: SOp | null
  readonly query: readonly Entry[]
  /** Scores that every query has in common, by columns. */
  readonly queryBias: readonly { readonly column: number; readonly weight: number }[]
  readonly key: readonly Entry[]
  readonly value: readonly Entry[]
  /** Its columns are dimensions of the residual stream, and rows those of the head. */
  readonly output: readonly Entry[]
}

/**
 * The head of an aggregate or a width. It has a column for each key, in which a query holds
 * whether it selects it, and one for the first token of the prompt: that is what is attended
 * where an aggregate selects nothing; with a width it is attended always, and alone has a value,
 * so that the head's output is 1 / (1 + width).
 */
export function attentionOf(
  op: Extract<SOp, { kind: 'aggregate' | 'width' }>,
  spaces: ReadonlyMap<SOp, Space>,
  begin: number,
  inverseWidths: ReadonlyMap<SOp, number>,
): HeadPlan {
  const { predicate } = op.by
  const keys = spaces.get(op.by.keys)!
  const queries = spaces.get(op.by.queries)!
  const selecting = selectorOf(keys, queries, begin, (k, q) =>
    predicate(keys.values[k]!, queries.values[q]!),
  )
  if (op.kind === 'width')
    return {
      op,
      ...selecting,
      queryBias: selecting.queryBias.map((bias) => ({ ...bias, weight: SHARPNESS })),
      value: [{ row: begin, column: 0, weight: 1 }],
      output: [{ row: 0, column: inverseWidths.get(op)!, weight: 1 }],
    }
  const to = dimensionsOf(spaces.get(op)!)
  return {
    op,
    ...selecting,
    value: dimensionsOf(spaces.get(op.of)!).map((row, column) => ({ row, column, weight: 1 })),
    output: to.map((column, row) => ({ row, column, weight: 1 })),
  }
}

/** Queries and keys of a selector that attends the first token where it selects nothing. */
export function selectorOf(
  keys: Space,
  queries: Space,
  begin: number,
  selects: (key: number, query: number) => boolean,
): Pick<HeadPlan, 'query' | 'queryBias' | 'key'> {
  const atKeys = dimensionsOf(keys)
  const column = atKeys.length
  return {
    query: dimensionsOf(queries).flatMap((row, q) =>
      atKeys.flatMap((_, k) => (selects(k, q) ? [{ row, column: k, weight: SHARPNESS }] : [])),
    ),
    queryBias: [{ column, weight: SHARPNESS / 2 }],
    key: [
      ...atKeys.map((row, k) => ({ row, column: k, weight: 1 })),
      { row: begin, column, weight: 1 },
    ],
  }
}
