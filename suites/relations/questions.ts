/**
 * Questions about relations for FIND's unit test of descriptions, and its strict twin. Unlike
 * FIND's, `undefined` is right in some of them alone, half of those about a relation with an
 * exception are about what is excepted, and no word of any is an exemplar.
 */
import { FIRST_LETTER, tableNamed } from '../../library/facts/index.ts'
import { isExcepted, type Relation, relationOf, UNDEFINED } from '../../library/facts/relation.ts'
import { type Drafting, drawQuestions, type Example } from '../../plugins/categories/unit-test.ts'
import type { Questions, Random } from '../../plugins/contracts.ts'
import { pick } from '../strings/draw.ts'
import { type Fact, factsOf, otherWords } from './words.ts'

type Words = Example<string, string>
type Draw = Drafting<string, string>

const silent = (word: string): Words => ({ input: word, output: UNDEFINED })
const NONE = { inapplicable: 'no example contradicts it' }

/** The function's own example among two that it contradicts: another value, or one too many. */
export function unitTest(relation: Relation, random: Random): Questions {
  const { outside, inside, elsewhere, values } = materialOf(relation, random)
  /** A fact with the value of another. */
  const mistaken = ({ word, value }: Fact): Words => {
    const others = values.filter((one) => one !== value)
    return { input: word, output: pick(random, others) }
  }
  const related: Draw = () => ({
    own: told(pick(random, outside)),
    others: [silent(pick(random, outside).word), mistaken(pick(random, outside))],
  })
  const unrelated: Draw = () => ({
    own: silent(elsewhere()),
    others: [silent(pick(random, outside).word), mistaken(pick(random, outside))],
  })
  const excepted: Draw = () => ({
    own: silent(pick(random, inside).word),
    others: [told(pick(random, inside)), silent(pick(random, outside).word)],
  })
  const kinds =
    inside.length > 0 ? [excepted, related, excepted, unrelated] : [related, unrelated, related]
  return drawQuestions(kinds, random) ?? NONE
}

/**
 * The function's own example among one of another property of the same things and one of the same
 * property with another exception.
 *
 * @param rivals the exceptions that the relation may have had.
 */
export function strictUnitTest(
  relation: Relation,
  rivals: readonly Relation[],
  random: Random,
): Questions {
  const f = relationOf(relation)
  const { outside, inside } = materialOf(relation, random)
  const facts = [...outside, ...inside]
  const { columns } = tableNamed(relation.class)
  const properties = columns.map(({ name }) => name).filter((name) => name !== relation.relation)
  const siblings = properties.filter((name) => name !== FIRST_LETTER.name)

  /** What another property gives. */
  function sibling(): Words | null {
    const { word, row } = pick(random, facts)
    const value = row.values[pick(random, siblings.length > 0 ? siblings : properties)]
    return value === undefined || value === f(word) ? null : { input: word, output: value }
  }
  /** What another exception makes of the same property. */
  function rival(): Words | null {
    const { exception } = pick(random, rivals)
    const differing = facts.filter(
      ({ row }) => isExcepted(row, exception) !== isExcepted(row, relation.exception),
    )
    if (differing.length === 0) return null
    const fact = pick(random, differing)
    return isExcepted(fact.row, exception) ? silent(fact.word) : told(fact)
  }
  const drafting =
    (own: () => Words): Draw =>
    () => {
      const others = [sibling(), rival()] as const
      return others[0] && others[1] ? { own: own(), others: [others[0], others[1]] } : null
    }
  const related = drafting(() => told(pick(random, outside)))
  const excepted = drafting(() => silent(pick(random, inside).word))
  return drawQuestions(inside.length > 0 ? [excepted, related] : [related], random) ?? NONE
}

/**
 * The mix of FIND's own questions: the function at a word of its exemplars' kind, be it related or
 * not, among what two other relations give for words of theirs.
 */
export function paperUnitTest(
  relation: Relation,
  others: readonly Relation[],
  random: Random,
): Questions {
  const f = relationOf(relation)
  const { outside, inside, elsewhere } = materialOf(relation, random)
  const foreign = (): Words | null => {
    const other = pick(random, others)
    const example = told(pick(random, factsOf(other, 'outside', 'judged')))
    return f(example.input) === example.output ? null : example
  }
  const drafting: Draw = () => {
    const word = random() < 0.5 ? pick(random, [...outside, ...inside]).word : elsewhere()
    const [first, second] = [foreign(), foreign()]
    if (!first || !second) return null
    return { own: { input: word, output: f(word) }, others: [first, second] }
  }
  return drawQuestions([drafting], random) ?? NONE
}

const told = ({ word, value }: Fact): Words => ({ input: word, output: value })

/** What questions about a relation are made of. */
function materialOf(relation: Relation, random: Random) {
  const outside = factsOf(relation, 'outside', 'judged')
  const inside = relation.exception ? factsOf(relation, 'inside', 'judged') : []
  const values = [...new Set(outside.map(({ value }) => value))]
  const elsewhere = () => otherWords(relation, 'judged', 1, random)[0]!
  return { outside, inside, elsewhere, values }
}
