/**
 * The trained networks of seed 0, as committed: a JSON file that names them and, in the same
 * order, a file of their weights.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readFloats } from './checked-file.ts'
import { parameterCount, PROTOCOL } from './protocol.ts'

export const FIXTURE = join(import.meta.dirname, '../../../fixtures/mlp')
export const INDEX_FILE = 'networks.json'
export const WEIGHTS_FILE = 'weights.bin'

export const FixtureIndex = z.strictObject({
  seed: z.int(),
  protocol: z.record(z.string(), z.number()),
  networks: z.array(
    z.strictObject({
      id: z.string(),
      /** See `approximationKey`. */
      key: z.string(),
      /** Mean squared error over the training points. */
      loss: z.number(),
    }),
  ),
})
export type FixtureIndex = z.infer<typeof FixtureIndex>

/**
 * Weights by key, from a folder with the two files of a fixture; empty where it has none.
 *
 * @throws Error where the files are damaged or contradict each other.
 */
export function readFixture(directory = FIXTURE): ReadonlyMap<string, Float32Array> {
  const index = join(directory, INDEX_FILE)
  if (!existsSync(index)) return new Map()
  const { networks } = FixtureIndex.parse(JSON.parse(readFileSync(index, 'utf8')))
  const size = parameterCount(PROTOCOL.units)
  const weights = readFloats(join(directory, WEIGHTS_FILE), networks.length * size)
  return new Map(networks.map(({ key }, i) => [key, weights.subarray(i * size, (i + 1) * size)]))
}
