/**
 * RASP (Weiss, Goldberg and Yahav, "Thinking like transformers", arXiv 2106.06981): programs on
 * sequences that a transformer can carry out. A program is its last s-op, a value at each
 * position; what it is made of hangs below it.
 */

/** What stands at a position; null is nothing. */
export type Value = string | number | boolean | null

/**
 * How a transformer holds an s-op: a dimension for each value, or one for the number. Numbers
 * can be averaged, and are 0 where there is nothing.
 */
export type Encoding = 'categorical' | 'numerical'

export type SOp =
  | { readonly kind: 'tokens' }
  /** Positions, from 0. */
  | { readonly kind: 'indices' }
  | {
      readonly kind: 'map'
      readonly of: SOp
      readonly f: (value: NonNullable<Value>) => Value
      readonly encoding: Encoding
    }
  /** A map of two categorical s-ops; nothing where one of them is nothing. */
  | {
      readonly kind: 'zip'
      readonly left: SOp
      readonly right: SOp
      readonly f: (left: NonNullable<Value>, right: NonNullable<Value>) => Value
    }
  /** A weighted sum of two numerical s-ops. */
  | {
      readonly kind: 'linear'
      readonly terms: readonly [
        { readonly weight: number; readonly of: SOp },
        { readonly weight: number; readonly of: SOp },
      ]
    }
  /** The mean of what is selected, 0 of nothing; of a categorical s-op the one value it has. */
  | { readonly kind: 'aggregate'; readonly by: Selector; readonly of: SOp }
  /** How many positions are selected. */
  | { readonly kind: 'width'; readonly by: Selector }

/** Which positions each position looks at, by a value there and a value here, both categorical. */
export interface Selector {
  readonly keys: SOp
  readonly queries: SOp
  readonly predicate: (key: NonNullable<Value>, query: NonNullable<Value>) => boolean
}

export const tokens: SOp = { kind: 'tokens' }
export const indices: SOp = { kind: 'indices' }

export const select = (keys: SOp, queries: SOp, predicate: Selector['predicate']): Selector => ({
  keys: categorical(keys, 'keys of a selector'),
  queries: categorical(queries, 'queries of a selector'),
  predicate,
})

export const map = (
  of: SOp,
  f: (value: NonNullable<Value>) => Value,
  encoding: Encoding = 'categorical',
): SOp => ({ kind: 'map', of, f, encoding })

export const zip = (
  left: SOp,
  right: SOp,
  f: (left: NonNullable<Value>, right: NonNullable<Value>) => Value,
): SOp => ({
  kind: 'zip',
  left: categorical(left, 'what a zip maps'),
  right: categorical(right, 'what a zip maps'),
  f,
})

/** The difference of two numerical s-ops. */
export const difference = (left: SOp, right: SOp): SOp => ({
  kind: 'linear',
  terms: [
    { weight: 1, of: numerical(left) },
    { weight: -1, of: numerical(right) },
  ],
})
export const aggregate = (by: Selector, of: SOp): SOp => ({ kind: 'aggregate', by, of })
export const width = (by: Selector): SOp => ({ kind: 'width', by })

export function encodingOf(op: SOp): Encoding {
  if (op.kind === 'map') return op.encoding
  if (op.kind === 'aggregate') return encodingOf(op.of)
  return op.kind === 'linear' ? 'numerical' : 'categorical'
}

/** What an s-op is made of directly. */
export function inputsOf(op: SOp): readonly SOp[] {
  switch (op.kind) {
    case 'tokens':
    case 'indices':
      return []
    case 'map':
      return [op.of]
    case 'zip':
      return [op.left, op.right]
    case 'linear':
      return op.terms.map((term) => term.of)
    case 'aggregate':
      return [op.by.keys, op.by.queries, op.of]
    default:
      return [op.by.keys, op.by.queries]
  }
}

/** A program's s-ops, each once and after what it is made of. */
export function opsOf(program: SOp): readonly SOp[] {
  const ops = new Set<SOp>()
  const visit = (op: SOp) => {
    for (const input of inputsOf(op)) visit(input)
    ops.add(op)
  }
  visit(program)
  return [...ops]
}

function categorical(op: SOp, what: string): SOp {
  if (encodingOf(op) === 'numerical')
    throw new TypeError(`${what} must be categorical, but a ${op.kind} is numerical`)
  return op
}

function numerical(op: SOp): SOp {
  if (encodingOf(op) === 'categorical')
    throw new TypeError(`a difference is of numerical s-ops, but a ${op.kind} is categorical`)
  return op
}
