import { encodingOf, opsOf, type SOp, type Value } from './language.ts'

/** More values than this are a program that is not meant to be compiled. */
const MOST = 2000

/**
 * The values that each s-op of a program can have on sequences of these tokens, without null, in
 * a fixed order; of numerical ones rising. There may be some that no sequence gives.
 */
export function valuesOf(
  program: SOp,
  tokens: readonly NonNullable<Value>[],
  longest: number,
): ReadonlyMap<SOp, readonly NonNullable<Value>[]> {
  const known = new Map<SOp, readonly NonNullable<Value>[]>()
  const of = (op: SOp) => known.get(op)!
  for (const op of opsOf(program)) {
    const values = [...infer(op)].filter((value) => value !== null)
    const kept = encodingOf(op) === 'numerical' ? rising([0, ...values.map(Number)]) : values
    if (kept.length > MOST)
      throw new RangeError(`a ${op.kind} has ${kept.length} values, more than ${MOST}`)
    known.set(op, kept)
  }
  return known

  function infer(op: SOp): ReadonlySet<Value> {
    switch (op.kind) {
      case 'tokens':
        return new Set(tokens)
      case 'indices':
        return new Set(Array.from({ length: longest }, (_, i) => i))
      case 'map':
        return new Set(of(op.of).map((value) => op.f(value)))
      case 'zip':
        return new Set(of(op.left).flatMap((x) => of(op.right).map((y) => op.f(x, y))))
      case 'linear': {
        const [a, b] = op.terms
        return new Set(
          of(a.of).flatMap((x) => of(b.of).map((y) => a.weight * Number(x) + b.weight * Number(y))),
        )
      }
      case 'width':
        return new Set(Array.from({ length: longest + 1 }, (_, i) => i))
      default:
        return encodingOf(op.of) === 'numerical'
          ? new Set(means(of(op.of).map(Number), longest))
          : new Set(of(op.of))
    }
  }
}

/** All means of up to `most` of these values, each as often as one likes. */
function means(values: readonly number[], most: number): readonly number[] {
  const found: number[] = []
  let sums: readonly number[] = [0]
  for (let count = 1; count <= most; count++) {
    sums = rising(sums.flatMap((sum) => values.map((value) => sum + value)))
    if (sums.length > MOST)
      throw new RangeError(`sums of ${count} have more than ${MOST} values: ${values.join(' ')}`)
    found.push(...sums.map((sum) => sum / count))
  }
  return found
}

/** Numbers in order, those that differ by rounding alone taken for one. */
function rising(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b).filter((x, i, all) => i === 0 || x - all[i - 1]! > 1e-9)
}
