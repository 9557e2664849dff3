/** Ranks of components by the size of their effects, from 0 of the least to 1 of the largest. */
import { descending, rank } from 'd3-array'

/** Resamples of the pairs. */
const RESAMPLES = 200

/** The mean of the ranks that several lists of effects give, as MIB's best entries were made. */
export function meanRanks(lists: readonly (readonly number[])[]): readonly number[] {
  const ranks = lists.map(ranksOf)
  return lists[0]!.map((_, i) => mean(ranks.map((own) => own[i]!)))
}

/**
 * The mean ranks over resamples of the pairs, with replacement (Efron 1979): what is large on a few
 * pairs alone ranks lower.
 *
 * @param each the effects of each component by pair.
 */
export function bootstrapRanks(
  each: readonly Float64Array[],
  random: () => number,
): readonly number[] {
  const pairs = each[0]!.length
  const lists = Array.from({ length: RESAMPLES }, () => {
    const drawn = Array.from({ length: pairs }, () => Math.floor(random() * pairs))
    return each.map((effects) => mean(drawn.map((pair) => effects[pair]!)))
  })
  return meanRanks(lists)
}

/** Ties have the mean of their ranks. */
function ranksOf(effects: readonly number[]): readonly number[] {
  const sizes = effects.map(Math.abs)
  const below = rank(sizes)
  const above = rank(sizes, descending)
  const last = sizes.length - 1
  return sizes.map((_, i) => (below[i]! + last - above[i]!) / 2 / Math.max(1, last))
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length
