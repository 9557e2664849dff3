import type { AnsweredSet } from '../categories/functions.ts'
import { CHOICES } from '../categories/unit-test.ts'
import type { Scorer } from '../contracts.ts'

/**
 * FIND's unit test of descriptions (arXiv 2309.03886, section 4), by an embedded judge that needs
 * no model: the words of the description are read as a relation of the world of facts, and the
 * choice is the first that this relation agrees with. It is no reader: of what the words do not
 * name it knows nothing, and takes the first. Chance is a third.
 *
 * Its value is the share of the plain questions; its part `strict` is that of the strict twin's.
 */
export function relationJudge(): Scorer<'relations'> {
  return {
    name: 'embedded-judge',
    protocol: 'paper',
    decides: true,
    score({ evidence: { questions, strict } }) {
      if (!questions) return { status: 'inapplicable', reason: 'there are no questions' }
      const right = rightChoices(questions)
      return {
        status: 'scored',
        value: mean(right),
        detail: `${right.filter(Boolean).length} of ${right.length} right, chance 1/${CHOICES}`,
        ...(strict ? { parts: { strict: mean(rightChoices(strict)) } } : {}),
      }
    },
  }
}

type Asked = AnsweredSet<string, readonly string[], readonly string[]>

/** Whether each question is answered rightly; of its choices one is what the truth gives. */
function rightChoices({ expected, truth, got }: Asked): boolean[] {
  return Array.from({ length: expected.length / CHOICES }, (_, i) => {
    const choices = Array.from({ length: CHOICES }, (_none, k) => CHOICES * i + k)
    const chosen = choices.find((k) => got[k] === expected[k]) ?? choices[0]!
    return truth[chosen] === expected[chosen]
  })
}

const mean = (right: readonly boolean[]) => right.filter(Boolean).length / right.length
