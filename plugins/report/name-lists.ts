import { groups } from 'd3-array'
import { cut } from '../utils/cut.ts'

const MOST = 20
const LONGEST_REASON = 200

/** Lists at most 20 names, and how many more there are. */
export function shortList(names: readonly string[]): string {
  const more = names.length - MOST
  return names.slice(0, MOST).join(', ') + (more > 0 ? `, and ${more} more` : '')
}

/**
 * Lists names by reason, the most frequent first: `3 timeout: took longer than 60000 ms (…), 1 …`.
 * Reasons that differ in their numbers alone are one, told as `like` the first.
 */
export function byReason(found: readonly { readonly reason: string; readonly name: string }[]) {
  const lines = found.map(({ reason, name }) => ({ reason: headOf(reason), name }))
  const reasons = groups(lines, ({ reason }) => reason.replaceAll(/\d+/g, '0'))
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([, own]) => {
      const [first = ''] = own.map(({ reason }) => reason)
      const like = own.every(({ reason }) => reason === first) ? '' : 'like '
      return `${own.length} ${like}${first} (${shortList(own.map(({ name }) => name))})`
    })
  return shortList(reasons)
}

/** The first line, and where in an answer that is: schemas say so in the next. */
const headOf = (reason: string) =>
  cut(reason.replaceAll(/\n\s*→/g, ' →').split('\n', 1)[0]!, LONGEST_REASON)
