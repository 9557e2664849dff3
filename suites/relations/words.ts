/** Words that a relation is shown by and judged at. */
import { everydayWords, factTables, type Row, tableNamed } from '../../library/facts/index.ts'
import { isExcepted, type Relation } from '../../library/facts/relation.ts'
import { isShown } from '../../plugins/categories/relations/vocabulary.ts'
import type { Random } from '../../plugins/contracts.ts'
import { pick, shuffled } from '../strings/draw.ts'

/** Exemplars are shown, questions and probes are judged: no word is both. */
export type Use = 'shown' | 'judged'

export interface Fact {
  readonly word: string
  /** What the relation gives where it has no exception. */
  readonly value: string
  readonly row: Row
}

/** The facts of a relation in its exception, or beside it. */
export function factsOf(relation: Relation, where: 'inside' | 'outside', use: Use): Fact[] {
  return tableNamed(relation.class).rows.flatMap((row) => {
    const value = row.values[relation.relation]
    const isInside = isExcepted(row, relation.exception)
    if (value === undefined || isInside !== (where === 'inside')) return []
    return isShown(row.word) === (use === 'shown') ? [{ word: row.word, value, row }] : []
  })
}

const isOf =
  (...names: readonly string[]) =>
  (word: string) =>
    names.some((name) => tableNamed(name).find(word) !== undefined)

/** By class: what may be of it too, though its table does not have it. It is no word of another. */
const NEAR: Readonly<Record<string, (word: string) => boolean>> = {
  city: isOf('US city', 'US state'),
  'US city': (word) => tableNamed('city').find(word)?.values['country'] === 'United States',
  person: isOf('head of state'),
  opera: isOf('book'),
  book: isOf('opera'),
  river: isOf('US state', 'country'),
  gemstone: isOf('element'),
}

/** One in so many words of no class at all. */
const EVERYDAY = 3

/** Draws words that are of other classes alone, as many of one as of another, or of none. */
export function otherWords(
  { class: name }: Relation,
  use: Use,
  count: number,
  random: Random,
): string[] {
  const { find } = tableNamed(name)
  const isNear = NEAR[name] ?? (() => false)
  const others = factTables().filter((table) => table.name !== name)
  const drawn = new Set<string>()
  while (drawn.size < count) {
    const word =
      random() < 1 / EVERYDAY
        ? pick(random, everydayWords())
        : pick(random, pick(random, others).rows).word
    if (isShown(word) === (use === 'shown') && !find(word) && !isNear(word)) drawn.add(word)
  }
  return [...drawn]
}

/** How many exemplars a function has. */
export const EXEMPLARS = 10

/** Ten words that mix what is of the class with what is not, and what is excepted with what is not. */
export function exemplarsOf(relation: Relation, random: Random): string[] {
  const inside = some(factsOf(relation, 'inside', 'shown'), 2, random)
  const outside = some(factsOf(relation, 'outside', 'shown'), inside.length > 0 ? 4 : 5, random)
  const related = [...inside, ...outside].map(({ word }) => word)
  return shuffled(random, [
    ...related,
    ...otherWords(relation, 'shown', EXEMPLARS - related.length, random),
  ])
}

/** At most so many of them. */
export const some = <T>(items: readonly T[], count: number, random: Random): T[] =>
  shuffled(random, items).slice(0, count)
