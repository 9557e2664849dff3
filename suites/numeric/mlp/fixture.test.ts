import { copyFileSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { drawnFunctions } from '../drawn-functions.ts'
import { approximationKey, trainApproximation, trainingSamples } from './approximation.ts'
import { FIXTURE, FixtureIndex, INDEX_FILE, readFixture, WEIGHTS_FILE } from './fixture.ts'
import { meanSquaredError } from './network.ts'
import { PROTOCOL } from './protocol.ts'

const index = FixtureIndex.parse(JSON.parse(readFileSync(join(FIXTURE, INDEX_FILE), 'utf8')))
const wanted = drawnFunctions(0)
  .filter(({ params }) => params.variant === 'mlp')
  .map(({ name: id, params: { law } }) => ({ id, seed: 0, law }))

test('the fixture holds exactly the networks of seed 0 under the protocol', () => {
  expect(index.seed).toBe(0)
  expect(index.protocol).toStrictEqual(PROTOCOL)
  expect(index.networks.map(({ id }) => id)).toStrictEqual(wanted.map(({ id }) => id))
  expect(index.networks.map(({ key }) => key)).toStrictEqual(wanted.map(approximationKey))
})

test('training gives the very weights of the fixture', () => {
  const approximation = wanted[7]!
  expect(trainApproximation(approximation)).toStrictEqual(
    Float32Array.from(readFixture().get(approximationKey(approximation)) ?? []),
  )
})

test('the losses are those of the weights', () => {
  const fixture = readFixture()
  wanted.slice(0, 10).forEach((approximation, i) => {
    const weights = fixture.get(approximationKey(approximation))!
    const loss = meanSquaredError(weights, trainingSamples(approximation.law))
    expect(loss / index.networks[i]!.loss).toBeCloseTo(1, 4)
  })
})

test('a folder without a fixture has no networks; a damaged one is refused', () => {
  const directory = mkdtempSync(join(tmpdir(), 'fixture-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  expect(readFixture(directory).size).toBe(0)
  copyFileSync(join(FIXTURE, INDEX_FILE), join(directory, INDEX_FILE))
  writeFileSync(join(directory, WEIGHTS_FILE), 'damaged')
  expect(() => readFixture(directory)).toThrow('7 bytes, expected 115832')
})
