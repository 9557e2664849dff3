import seedrandom from 'seedrandom'
import type { Random } from '../contracts.ts'

/**
 * The random stream named by `seed` and `names` (function id, purpose, trial …).
 *
 * Every draw of the benchmark comes from such a stream, so that neither the order of
 * cases nor their concurrency can change a result.
 */
export function randomStream(seed: number, ...names: readonly (string | number)[]): Random {
  return seedrandom(JSON.stringify([seed, ...names]))
}
