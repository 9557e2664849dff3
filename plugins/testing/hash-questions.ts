import { createHash } from 'node:crypto'
import type { Category, Suite } from '../contracts.ts'
import { randomStream } from '../utils/random.ts'
import { selectSpecs } from '../run/select-specs.ts'

/**
 * SHA-256 of the unit tests' questions about 50 functions at seed 0, for a test that pins it: a
 * change of them is a new version of the suite, as one of its probes is.
 */
export function hashQuestions<C extends Category>(suite: Suite<C>): string {
  const hash = createHash('sha256')
  for (const spec of selectSpecs(suite.specs(0), 50))
    for (const unitTest of suite.unitTests) {
      const { name } = unitTest
      const random = randomStream(0, spec.id, name)
      const questions = unitTest.questions(spec, suite.build(spec), random)
      hash.update(JSON.stringify([spec.id, name, questions]))
    }
  return hash.digest('hex')
}
