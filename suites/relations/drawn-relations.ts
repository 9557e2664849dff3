/** The 25 relations of the benchmark, each plain and with two exceptions that the seed draws. */
import { isDeepStrictEqual } from 'node:util'
import { group } from 'd3-array'
import { FIRST_LETTER, tableNamed } from '../../library/facts/index.ts'
import type { Exception, Relation } from '../../library/facts/relation.ts'
import { isShown } from '../../plugins/categories/relations/vocabulary.ts'
import type { Random } from '../../plugins/contracts.ts'
import { perSeed } from '../../plugins/utils/per-seed.ts'
import { randomStream } from '../../plugins/utils/random.ts'

/** A relation, and the properties beside the first letter by which it may have an exception. */
interface Asked {
  readonly class: string
  readonly relation: string
  readonly by: readonly string[]
}

const ask = (name: string, relation: string, ...by: readonly string[]): Asked => ({
  class: name,
  relation,
  by,
})

/**
 * FIND's 25 in its order (arXiv 2309.03886, section 3.3), but for four that are dated or contested:
 * element → symbol stands for first name → gender, mountain → country for politician → party,
 * country → calling code for its tallest skyscraper, country → currency for its mean male height.
 */
const ASKED: readonly Asked[] = [
  ask('country', 'capital', 'continent', 'coast', 'official language'),
  ask('city', 'country', 'continent', 'time zone', 'country'),
  ask('head of state', 'country', 'continent', 'office', 'country'),
  ask('monument', 'country', 'continent', 'kind', 'country'),
  ask('monument', 'continent', 'kind', 'country'),
  ask('US city', 'state', 'state'),
  ask('country', 'official language', 'continent', 'coast', 'official language'),
  ask('person', 'occupation', 'occupation', 'field'),
  ask('element', 'symbol', 'kind', 'state'),
  ask('country', 'continent', 'continent', 'coast', 'official language'),
  ask('opera', 'composer', 'language', 'century', 'composer'),
  ask('book', 'author', 'language', 'century'),
  ask('country', 'bordering country', 'continent', 'coast', 'official language'),
  ask('mountain', 'country', 'continent', 'country'),
  ask('river', 'continent', 'continent'),
  ask('city', 'time zone', 'continent', 'country'),
  ask('opera', 'language', 'century', 'composer'),
  ask('animal', 'main food', 'kind', 'diet', 'habitat'),
  ask('animal', 'habitat', 'kind', 'diet', 'main food'),
  ask('gemstone', 'colour', 'kind', 'colour'),
  ask('country', 'flag colour', 'continent', 'coast', 'official language'),
  ask('river', 'length in km', 'continent'),
  ask('country', 'highest elevation in km', 'continent', 'coast', 'official language'),
  ask('country', 'calling code', 'continent', 'coast', 'official language'),
  ask('country', 'currency', 'continent', 'coast', 'official language'),
]

/** Facts that a function is judged at, inside and outside of an exception, at the least. */
const INSIDE = 8
const OUTSIDE = 20
/** Exemplars inside of it, at the least. */
const SHOWN = 2

export interface DrawnRelation {
  /** The number of the function, and of its relation among the 25. */
  readonly number: number
  readonly relation: Relation
}

/** All 75 of a seed: each relation plain, then with one exception and with another. */
export const drawnRelations = perSeed((seed) =>
  ASKED.flatMap((asked, i) => {
    const { class: name, relation } = asked
    const random = randomStream(seed, 'relations', name, relation)
    const exceptions = [null, ...drawExceptions(asked, random)]
    return exceptions.map((exception, k): DrawnRelation => ({
      number: 3 * i + k,
      relation: { class: name, relation, exception },
    }))
  }),
)

/** Names of relations and of kinds of exceptions, for tags. */
export const OPERATORS: readonly string[] = [
  ...ASKED.map((asked) => relationTag(asked)),
  ...new Set([...ASKED.flatMap(({ by }) => by), FIRST_LETTER.name].map(exceptionTag)),
]

export function relationTag({ class: name, relation }: Pick<Relation, 'class' | 'relation'>) {
  return slug(`${name} ${relation}`)
}

export function exceptionTag(by: string): string {
  return slug(`by ${by}`)
}

function slug(text: string): string {
  return text.toLowerCase().replaceAll(' ', '-')
}

/** Two exceptions by different properties. */
function drawExceptions(asked: Asked, random: Random): readonly Exception[] {
  const possible = possibleExceptions(asked)
  return [0, 1].map(() => {
    const [some] = possible.splice(Math.floor(random() * possible.length), 1)
    return some![Math.floor(random() * some!.length)]!
  })
}

/** The same relation with each of the other exceptions that it may have had. */
export function rivalsOf(relation: Relation): readonly Relation[] {
  const asked = ASKED.find(
    (one) => one.class === relation.class && one.relation === relation.relation,
  )
  return possibleExceptions(asked!)
    .flat()
    .map((exception): Relation => ({ ...relation, exception }))
    .filter(({ exception }) => !isDeepStrictEqual(exception, relation.exception))
}

/** All exceptions that a relation may have, by property. */
const possibleExceptions = (asked: Asked) =>
  [...asked.by, FIRST_LETTER.name]
    .map((by) => exceptionsBy(asked, by))
    .filter((some) => some.length > 0)

/** The exceptions by a property that leave enough facts on both sides. */
export function exceptionsBy({ class: name, relation }: Asked, by: string): readonly Exception[] {
  const rows = tableNamed(name).rows.filter(({ values }) => values[relation] !== undefined)
  const judged = rows.filter(({ word }) => !isShown(word))
  const parts = group(judged, ({ values }) => values[by])
  const shownParts = group(
    rows.filter(({ word }) => isShown(word)),
    ({ values }) => values[by],
  )
  return [...parts].flatMap(([is, inside]) => {
    const enough =
      inside.length >= INSIDE &&
      judged.length - inside.length >= OUTSIDE &&
      (shownParts.get(is)?.length ?? 0) >= SHOWN
    return is !== undefined && enough ? { by, is } : []
  })
}
