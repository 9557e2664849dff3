import { ascending, sum } from 'd3-array'
import { world } from '../../library/world/index.ts'

/** Numbers of one concept, or of two. */
export type Answer = readonly number[]

/** So many single concepts may be one of two. */
const FIRST = 20
/** Two have to be better than one by so many variances of the noise: any two are a little better. */
const BETTER = 20
/** The least variance that noise is taken to have. */
const LEAST = 1e-4

/**
 * The answers that come nearest to values with noise on them, by the sum of squared errors, best
 * first: one concept where no two do much better, else two.
 */
export function nearest(said: ReadonlyMap<string, number>): readonly Answer[] {
  const { concepts, value } = world()
  const words = [...said.keys()]
  const expected = [...said.values()]
  const rows = concepts.map(({ drawn }, concept) =>
    drawn ? words.map((word) => value(word, concept)) : null,
  )
  const known = rows.flatMap((row, concept) => (row ? [{ concept, row }] : []))
  const one = known
    .map(({ concept, row }) => ({
      answer: [concept],
      row,
      error: sum(expected, (y, i) => (row[i]! - y) ** 2),
    }))
    .toSorted((a, b) => ascending(a.error, b.error))
  const two = one
    .slice(0, FIRST)
    .flatMap((first) =>
      known
        .filter(({ concept }) => concept !== first.answer[0])
        .map(({ concept, row }) => ({
          answer: [first.answer[0]!, concept],
          error: sum(expected, (y, i) => (Math.max(first.row[i]!, row[i]!) - y) ** 2),
        })),
    )
    .toSorted((a, b) => ascending(a.error, b.error))
  const variance = Math.max(LEAST, two[0]!.error / words.length)
  const isOne = one[0]!.error - two[0]!.error < BETTER * variance
  const [own, others] = isOne ? [one, two] : [two, one]
  return [...own.slice(0, FIRST), ...others.slice(0, FIRST)].map(({ answer }) => answer)
}
