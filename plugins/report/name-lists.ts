import { groups } from 'd3-array'
import { cut } from '../utils/cut.ts'

const MOST = 20
const LONGEST_REASON = 200

/** Lists at most 20 names, and how many more there are. */
export function shortList(names: readonly string[]): string {
  const more = names.length - MOST
  return names.slice(0, MOST).join(', ') + (more > 0 ? `, and ${more} more` : '')
}

/** Lists names by reason, the most frequent first: `3 timeout: took longer than 60000 ms (…), 1 …`. */
export function byReason(found: readonly { readonly reason: string; readonly name: string }[]) {
  const reasons = groups(found, ({ reason }) => cut(reason.split('\n', 1)[0]!, LONGEST_REASON))
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([reason, own]) => `${own.length} ${reason} (${shortList(own.map(({ name }) => name))})`)
  return shortList(reasons)
}
