import { createHash } from 'node:crypto'
import type { Category, Suite } from '../contracts.ts'
import { randomStream } from '../utils/random.ts'
import { selectSpecs } from '../run/select-specs.ts'

/**
 * SHA-256 of the probes of 100 functions at seed 0, for a test that pins it: scores hang on the
 * probes as they do on the functions, and a change of either is a new version of the suite.
 */
export function hashProbes<C extends Category>(suite: Suite<C>): string {
  const hash = createHash('sha256')
  for (const spec of selectSpecs(suite.specs(0), 100)) {
    const probes = suite.probes(spec, suite.build(spec), randomStream(0, spec.id, 'probes'))
    for (const [name, { inputs, expected }] of Object.entries(probes))
      hash.update(JSON.stringify([spec.id, name, [...inputs], [...expected]]))
  }
  return hash.digest('hex')
}
