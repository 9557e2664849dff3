/** Trains the networks of seed 0 and writes them to fixtures/mlp (`npm run train:mlp`). */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawnFunctions } from '../drawn-functions.ts'
import { approximationKey, trainApproximation, trainingSamples } from './approximation.ts'
import { writeFloats } from './checked-file.ts'
import { FIXTURE, INDEX_FILE, WEIGHTS_FILE, type FixtureIndex } from './fixture.ts'
import { meanSquaredError } from './network.ts'
import { parameterCount, PROTOCOL } from './protocol.ts'

const SEED = 0

const networks = drawnFunctions(SEED)
  .filter(({ params }) => params.variant === 'mlp')
  .map(({ name: id, params: { law } }) => {
    const approximation = { id, seed: SEED, law }
    const weights = trainApproximation(approximation)
    const loss = Number(meanSquaredError(weights, trainingSamples(law)).toPrecision(6))
    return { weights, entry: { id, key: approximationKey(approximation), loss } }
  })

const all = new Float32Array(networks.length * parameterCount(PROTOCOL.units))
networks.forEach(({ weights }, i) => all.set(weights, i * weights.length))
writeFloats(join(FIXTURE, WEIGHTS_FILE), all)

const head: Omit<FixtureIndex, 'networks'> = { seed: SEED, protocol: PROTOCOL }
const lines = networks.map(({ entry }) => `    ${JSON.stringify(entry)}`)
const opening = JSON.stringify(head, null, 2).slice(0, -2)
writeFileSync(
  join(FIXTURE, INDEX_FILE),
  `${opening},\n  "networks": [\n${lines.join(',\n')}\n  ]\n}\n`,
)
console.log(`Trained ${networks.length} networks into ${FIXTURE}.`)
