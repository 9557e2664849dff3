import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { approximationKey, trainApproximation, type Approximation } from './approximation.ts'
import { readFloats, writeFloats } from './checked-file.ts'
import { readFixture } from './fixture.ts'
import { parameterCount, PROTOCOL } from './protocol.ts'

let fixture: ReadonlyMap<string, Float32Array> | undefined

/** Below the folder that Vitest was started in, for the package is no place to write to. */
const cacheFolder = () => resolve('.find/cache/mlp')

/**
 * The trained weights of an approximation: from the committed fixture, else from the cache, else
 * trained now (about a tenth of a second) and cached. A damaged cache file is trained again, with
 * a warning on stderr.
 */
export function loadWeights(approximation: Approximation, cache = cacheFolder()): Float32Array {
  fixture ??= readFixture()
  const key = approximationKey(approximation)
  return fixture.get(key) ?? cached(join(cache, `${key}.bin`), approximation)
}

function cached(path: string, approximation: Approximation): Float32Array {
  if (existsSync(path)) {
    try {
      return readFloats(path, parameterCount(PROTOCOL.units))
    } catch (error) {
      console.warn(`Training ${approximation.id} again: ${String(error)}`)
    }
  }
  const weights = trainApproximation(approximation)
  writeFloats(path, weights)
  return weights
}
