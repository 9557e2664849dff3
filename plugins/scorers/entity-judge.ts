import { belonging } from '../../library/world/concepts-of.ts'
import { linkDescription } from '../../library/world/link-description.ts'
import { world } from '../../library/world/index.ts'
import type { Question, Scorer } from '../contracts.ts'

/** Names of the unit test and of its strict twin. */
const PLAIN = 'unit-test'
const STRICT = 'unit-test-strict'

/**
 * FIND's unit test (arXiv 2309.03886, section 4), by an embedded judge that needs no model: it
 * links the description to concepts of the world, and takes the word that belongs to them most. It
 * is no reader: of what the words of a description do not say it knows nothing. Chance is a third.
 *
 * Its value is of the plain questions; its part `strict` is of those of the strict twin.
 */
export function entityJudge(): Scorer<'entities'> {
  return {
    name: 'embedded-judge',
    protocol: 'paper',
    decides: true,
    score({ answer: { description, domain }, evidence: { questions } }) {
      const plain = questions[PLAIN] ?? []
      if (plain.length === 0) return { status: 'inapplicable', reason: 'there are no questions' }
      const concepts = linkDescription(domain === null ? description : `${description} ${domain}`)
      const share = (asked: readonly Question[]) =>
        asked.filter((question) => choose(question, concepts) === question.right).length /
        asked.length
      const strict = questions[STRICT] ?? []
      const labels = concepts.map((concept) => world().concepts[concept]!.label)
      return {
        status: 'scored',
        value: share(plain),
        detail: `read as ${labels.join(', ') || 'nothing'}`,
        ...(strict.length > 0 ? { parts: { strict: share(strict) } } : {}),
      }
    },
  }
}

/** The choice whose word belongs to the concepts most; the first of equals. */
export function choose({ choices }: Question, concepts: readonly number[]): number {
  const f = belonging(concepts)
  const values = choices.map(({ input }) => f(input as string))
  return values.indexOf(Math.max(...values))
}
