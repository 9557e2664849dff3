import type { SOp, Value } from './language.ts'
import { dimensionsOf, type Space, writingOf } from './spaces.ts'

/** A ReLU neuron: what it reads and writes, by dimensions of the residual stream. */
export interface NeuronPlan {
  /** What it computes; null of one that is no part of the program. */
  readonly op: SOp | null
  readonly reads: readonly Weight[]
  readonly bias: number
  readonly writes: readonly Weight[]
}
export interface Weight {
  readonly dimension: number
  readonly weight: number
}

/** The neurons of a map; of a width, those that make it of what its head says. */
export function neuronsOf(
  op: Extract<SOp, { kind: 'map' | 'zip' | 'linear' | 'width' }>,
  spaces: ReadonlyMap<SOp, Space>,
  begin: number,
  inverseWidths: ReadonlyMap<SOp, number>,
): readonly NeuronPlan[] {
  const to = spaces.get(op)!
  switch (op.kind) {
    case 'map': {
      const from = spaces.get(op.of)!
      return (from.encoding === 'numerical' ? ofNumbers : ofCategories)(
        op,
        from.values.map((value, i) => ({
          value,
          dimension: dimensionsOf(from)[i] ?? from.start,
          written: written(to, op.f(value)),
        })),
        begin,
      )
    }
    case 'zip': {
      const left = spaces.get(op.left)!
      const right = spaces.get(op.right)!
      return left.values.flatMap((x, i) =>
        right.values.flatMap((y, j) => {
          const writes = written(to, op.f(x, y))
          const reads = [
            { dimension: left.start + i, weight: 1 },
            { dimension: right.start + j, weight: 1 },
          ]
          return writes.length === 0 ? [] : [{ op, reads, bias: -1, writes }]
        }),
      )
    }
    case 'linear':
      return [1, -1].map((sign) => ({
        op,
        reads: op.terms.map((term) => ({
          dimension: spaces.get(term.of)!.start,
          weight: sign * term.weight,
        })),
        bias: 0,
        writes: [{ dimension: to.start, weight: sign }],
      }))
    default:
      return ofNumbers(
        op,
        to.values
          .map((value) => ({
            value: 1 / (1 + Number(value)),
            dimension: inverseWidths.get(op)!,
            written: written(to, value),
          }))
          .toReversed(),
        begin,
      )
  }
}

interface Case {
  readonly value: Value
  /** Where it is read. */
  readonly dimension: number
  readonly written: readonly Weight[]
}

/** One neuron for all values that become the same. */
function ofCategories(op: SOp, cases: readonly Case[]): readonly NeuronPlan[] {
  const alike = Map.groupBy(cases, (each) => keyOf(each.written))
  return [...alike.values()]
    .filter((group) => group[0]!.written.length > 0)
    .map((group) => ({
      op,
      reads: group.map(({ dimension }) => ({ dimension, weight: 1 })),
      bias: 0,
      writes: group[0]!.written,
    }))
}

/**
 * Numbers in rising order become a constant and two neurons for each change between neighbours: a
 * ramp that rises in the middle half of their distance, so that an error of a quarter of it is
 * lost. All are silent at the first token, where there is nothing.
 */
function ofNumbers(op: SOp, cases: readonly Case[], begin: number): readonly NeuronPlan[] {
  const most = Math.max(0, ...cases.map(({ value }) => Number(value)))
  const constant: NeuronPlan = {
    op,
    reads: [{ dimension: begin, weight: -1 }],
    bias: 1,
    writes: cases[0]!.written,
  }
  const steps = cases.slice(1).flatMap((next, i) => {
    const before = cases[i]!
    if (keyOf(next.written) === keyOf(before.written)) return []
    const [x, y] = [Number(before.value), Number(next.value)]
    const slope = 2 / (y - x)
    return [
      { from: x + (y - x) / 4, sign: 1 },
      { from: y - (y - x) / 4, sign: -1 },
    ].map(({ from, sign }) => ({
      op,
      reads: [
        { dimension: next.dimension, weight: slope },
        { dimension: begin, weight: -slope * Math.max(most - from, 0) },
      ],
      bias: -slope * from,
      writes: [
        ...next.written.map((w) => ({ ...w, weight: sign * w.weight })),
        ...before.written.map((w) => ({ ...w, weight: -sign * w.weight })),
      ],
    }))
  })
  return constant.writes.length === 0 ? steps : [constant, ...steps]
}

function written(to: Space, value: Value): readonly Weight[] {
  const writing = writingOf(to, value)
  return writing === null || writing.weight === 0 ? [] : [writing]
}

const keyOf = (weights: readonly Weight[]) =>
  weights.map(({ dimension, weight }) => `${dimension}:${weight}`).join()
