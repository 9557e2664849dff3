/** The programs of RASP's paper and of Tracr's library that boxes are compiled from. */
import {
  aggregate,
  difference,
  indices,
  map,
  select,
  type SOp,
  tokens,
  type Value,
  width,
  zip,
} from './language.ts'

type Token = NonNullable<Value>

const equal = (key: Token, query: Token) => key === query
const everywhere = () => true

/** The token itself, fetched by attention. */
export const identity = () => aggregate(select(indices, indices, equal), tokens)

/** How many tokens there are; blanks, which fill a prompt up at its end, do not count. */
export const length = (blank: Token | null) => width(select(tokens, tokens, (key) => key !== blank))

/** Which share of the tokens up to here are this one. */
export const fracPrevs = (token: Token) =>
  aggregate(
    select(indices, indices, (key, query) => key <= query),
    map(tokens, (x) => x === token, 'numerical'),
  )

/** A number as the nearest fraction of up to so many tokens, in words: `-2/5`. */
export function fractionOf(of: SOp, longest: number) {
  const fractions = Array.from({ length: longest }, (_, i) => i + 1).flatMap((whole) =>
    Array.from({ length: 2 * whole + 1 }, (_, i) => [i - whole, whole] as const),
  )
  return map(of, (x) => {
    const distances = fractions.map(([part, whole]) => Math.abs(part / whole - Number(x)))
    const [part, whole] = fractions[distances.indexOf(Math.min(...distances))]!
    return whole === 1 ? `${part}` : `${part}/${whole}`
  })
}

/** How often the token occurs. */
export const hist = () => width(select(tokens, tokens, equal))

/** How often this token occurs. */
export const count = (token: Token) => width(select(tokens, tokens, (key) => key === token))

export function reverse(blank: Token | null) {
  const opposite = zip(indices, length(blank), (index, all) => {
    const from = Number(all) - 1 - Number(index)
    return from < 0 ? null : from
  })
  return aggregate(select(indices, opposite, equal), tokens)
}

/** Tokens in the order of keys, no two of which are the same. */
export function sortUnique(keys: SOp = tokens) {
  const place = width(select(keys, keys, (key, query) => key < query))
  return aggregate(select(place, indices, equal), tokens)
}

/** Tokens in order. Ties keep their order: token and index, a character each, are the key. */
export const sort = () => sortUnique(zip(tokens, indices, (token, i) => `${token}${i}`))

/** Tokens from the most frequent to the rarest; ties keep their order. */
export const sortFreq = () =>
  sortUnique(zip(hist(), indices, (times, i) => (times === 0 ? null : `${9 - Number(times)}${i}`)))

/** By how much the share of opening tokens up to here exceeds that of closing ones. */
export const pairBalance = (open: Token, close: Token) =>
  difference(fracPrevs(open), fracPrevs(close))

/** Whether brackets are balanced, at every position. */
export function dyck1(open: Token, close: Token, blank: Token | null) {
  const balance = pairBalance(open, close)
  const below = map(balance, (x) => Number(x) < -1e-9, 'numerical')
  const everBelow = map(aggregate(select(indices, indices, everywhere), below), (x) => x !== 0)
  const last = map(length(blank), (all) => (all === 0 ? null : Number(all) - 1))
  const even = map(balance, (x) => Math.abs(Number(x)) < 1e-9)
  const endsEven = aggregate(select(indices, last, equal), even)
  return zip(everBelow, endsEven, (ever, ends) => ever === false && ends === true)
}

/** What stood so many positions before; nothing at the first ones. */
export const shift = (by: number, of: SOp = tokens) =>
  aggregate(
    select(indices, indices, (key, query) => key === Number(query) - by),
    of,
  )

/** Whether a pattern ends here; nothing where it would have begun before the first token. */
export function detectPattern(pattern: readonly Token[]) {
  const [first, ...rest] = pattern
  return rest.reduce<SOp>(
    (found, token) => zip(shift(1, found), tokens, (before, x) => before === true && x === token),
    map(tokens, (x) => x === first),
  )
}

/** What came after this token where it stood before. */
export const induction = () => aggregate(select(shift(1), tokens, equal), tokens)

/** How many tokens occur at most so often. */
export function countLessFreq(most: number) {
  const times = hist()
  return width(select(times, times, (key) => Number(key) <= most))
}
