import { createHash } from 'node:crypto'
import type { Category, Suite } from '../contracts.ts'
import { functionName } from '../records.ts'
import { selectFunctions } from '../run/select-functions.ts'
import { randomStream } from '../utils/random.ts'

/** What of a function's evidence is pinned. */
type Pinned = Readonly<
  Record<string, { readonly inputs: Iterable<unknown>; readonly expected: Iterable<unknown> }>
>

/**
 * SHA-256 of the probes of 100 functions at seed 0, for a test that pins it: scores hang on the
 * probes as they do on the functions, and a change of either is a new version of the suite.
 */
export async function hashProbes<C extends Category>(suite: Suite<C>): Promise<string> {
  const hash = createHash('sha256')
  for (const fn of selectFunctions(suite.functions(0), 100)) {
    const name = functionName(suite.name, fn.id)
    const probed = await suite.category.probe(fn.truth(), randomStream(0, name, 'probes'))
    for (const [set, { inputs, expected }] of Object.entries(probed as unknown as Pinned))
      hash.update(JSON.stringify([name, set, [...inputs], [...expected]]))
  }
  return hash.digest('hex')
}

/**
 * SHA-256 of the unit tests' questions about 50 functions at seed 0, for a test that pins it: a
 * change of them is a new version of the suite, as one of its probes is.
 */
export function hashQuestions<C extends Category>(suite: Suite<C>): string {
  const hash = createHash('sha256')
  for (const fn of selectFunctions(suite.functions(0), 50))
    for (const test of suite.unitTests) {
      const name = functionName(suite.name, fn.id)
      const questions = fn.questions(test, randomStream(0, name, test))
      hash.update(JSON.stringify([name, test, questions]))
    }
  return hash.digest('hex')
}
