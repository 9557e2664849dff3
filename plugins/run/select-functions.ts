import { ascending } from 'd3-array'
import type { FindFunction } from '../contracts.ts'
import type { Size } from '../run-settings.ts'

type Stratified = Pick<FindFunction<never>, 'id' | 'variant' | 'operators'>

/**
 * The functions of a suite that run at `size`, in the order of their ids.
 *
 * A smaller size is a sample stratified by variant and operators: the functions are ordered by
 * stratum and taken at equal distances, so that each stratum is represented in proportion.
 *
 * @param isMini the functions of size `mini`, where the suite says which.
 */
export function selectFunctions<F extends Stratified>(
  functions: readonly F[],
  size: Size,
  isMini?: (fn: F) => boolean,
): readonly F[] {
  if (size === 'mini' && isMini) return functions.filter(isMini)
  const all = functions.length
  const count = size === 'full' ? all : size === 'mini' ? Math.round(all / 10) : size
  if (count >= all) return functions
  const stratum = ({ variant, operators }: F) => JSON.stringify([variant, operators])
  const ordered = functions.toSorted((a, b) => ascending(stratum(a), stratum(b)) || byId(a, b))
  return atEqualDistances(ordered, count).toSorted(byId)
}

/**
 * So many items from the first to the last, each from the middle of its share: whatever the
 * order groups is there in proportion.
 */
export function atEqualDistances<T>(items: readonly T[], count: number): T[] {
  const step = items.length / count
  return Array.from({ length: count }, (_, i) => items[Math.floor((i + 0.5) * step)]!)
}

const byId = (a: Stratified, b: Stratified) => ascending(a.id, b.id)
