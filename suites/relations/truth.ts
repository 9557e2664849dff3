import { type Relation, relationOf } from '../../library/facts/relation.ts'
import type { RelationTruth } from '../../plugins/categories/relations/index.ts'
import type { Json, Questions, Random } from '../../plugins/contracts.ts'
import { factsOf, otherWords, some } from './words.ts'

/** Words that a function is judged at, at the most, by where they are. */
const POINTS = { outside: 60, inside: 40, elsewhere: 30 }

/** Unit tests by the name of their set. */
export type Asked = Readonly<Record<string, (random: Random) => Questions>>

/** The relation as it runs: free of noise, and the same whenever it is asked. */
export function relationTruth(
  relation: Relation,
  exemplars: readonly string[],
  asked: Asked,
): RelationTruth {
  const f = relationOf(relation)
  const outputs = (words: readonly string[]) => words.map(f)
  return {
    expected: outputs,
    sample: outputs,
    exemplars,
    probes: (random) => ({
      ...mapValues(relationPoints(relation, random), (inputs) => {
        const expected = outputs(inputs)
        return { inputs, expected, truth: expected }
      }),
      ...mapValues(asked, (draw) => {
        const choices = choicesOf(draw(random))
        const inputs = choices.map(({ input }) => textOf(input))
        const expected = choices.map(({ output }) => textOf(output))
        return { inputs, expected, truth: outputs(inputs) }
      }),
    }),
  }
}

const textOf = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value))

const choicesOf = (questions: Questions) =>
  'inapplicable' in questions ? [] : questions.flatMap(({ choices }) => choices)

/** Facts beside the exception and in it, and other words. */
function relationPoints(relation: Relation, random: Random): Record<string, readonly string[]> {
  const words = (where: 'inside' | 'outside') =>
    some(factsOf(relation, where, 'judged'), POINTS[where], random).map(({ word }) => word)
  return {
    outside: words('outside'),
    elsewhere: otherWords(relation, 'judged', POINTS.elsewhere, random),
    ...(relation.exception ? { inside: words('inside') } : {}),
  }
}

const mapValues = <T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
