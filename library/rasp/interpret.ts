import { encodingOf, type Selector, type SOp, type Value } from './language.ts'

/** A value at each position; undefined where the program says nothing of it. */
export type Sequence = readonly (Value | undefined)[]

/**
 * Carries a program out on a sequence of tokens. It is undefined where values that differ would
 * be averaged without being numbers, and in all that hangs on that.
 */
export function interpret(program: SOp, tokens: readonly Value[]): Sequence {
  const done = new Map<SOp, Sequence>()
  const valueOf = (op: SOp): Sequence => {
    const known = done.get(op)
    if (known !== undefined) return known
    const value = evaluate(op)
    done.set(op, value)
    return value
  }

  function evaluate(op: SOp): Sequence {
    switch (op.kind) {
      case 'tokens':
        return tokens
      case 'indices':
        return tokens.map((_, i) => i)
      case 'map':
        return valueOf(op.of).map((x) => {
          if (x === undefined) return undefined
          const y = x === null ? null : op.f(x)
          return op.encoding === 'numerical' ? Number(y) : y
        })
      case 'zip': {
        const right = valueOf(op.right)
        return valueOf(op.left).map((x, i) => {
          const y = right[i]
          if (x === undefined || y === undefined) return undefined
          return x === null || y === null ? null : op.f(x, y)
        })
      }
      case 'linear': {
        const [a, b] = op.terms
        const right = valueOf(b.of)
        return valueOf(a.of).map((x, i) => {
          const y = right[i]
          if (x === undefined || y === undefined) return undefined
          return a.weight * Number(x) + b.weight * Number(y)
        })
      }
      case 'width':
        return selected(op.by).map((positions) => positions?.length)
      default: {
        const values = valueOf(op.of)
        const combine = encodingOf(op.of) === 'numerical' ? mean : only
        return selected(op.by).map(
          (positions) => positions && combine(positions.map((i) => values[i])),
        )
      }
    }
  }

  /** The selected positions of each position. */
  function selected(by: Selector): readonly (readonly number[] | undefined)[] {
    const keys = valueOf(by.keys)
    return valueOf(by.queries).map((query) => {
      if (query === undefined || keys.includes(undefined)) return undefined
      if (query === null) return []
      return keys.flatMap((key, i) => (key != null && by.predicate(key, query) ? [i] : []))
    })
  }

  return valueOf(program)
}

function mean(values: Sequence): number | undefined {
  if (values.includes(undefined)) return undefined
  return values.length === 0
    ? 0
    : values.reduce<number>((sum, value) => sum + Number(value), 0) / values.length
}

function only(values: Sequence): Value | undefined {
  if (values.length === 0) return null
  return values.every((value) => value === values[0]) ? values[0] : undefined
}
