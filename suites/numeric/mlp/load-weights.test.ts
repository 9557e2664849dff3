import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { drawnFunctions } from '../drawn-functions.ts'
import { trainApproximation, type Approximation } from './approximation.ts'
import { loadWeights } from './load-weights.ts'

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'load-weights-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return directory
}

function approximation(seed: number, index: number): Approximation {
  const { name: id, params } = drawnFunctions(seed)[index]!
  return { id, seed, law: params.law }
}

test('networks of seed 0 come from the fixture: nothing is cached', () => {
  const cache = scratch()
  expect(loadWeights(approximation(0, 149), cache)).toHaveLength(193)
  expect(readdirSync(cache)).toStrictEqual([])
})

test('networks of another seed are trained once and then read', () => {
  const cache = scratch()
  const wanted = approximation(1, 3)
  const trained = loadWeights(wanted, cache)
  const [file = ''] = readdirSync(cache)
  const written = readFileSync(join(cache, file))
  expect(trained).toStrictEqual(trainApproximation(wanted))
  expect(loadWeights(wanted, cache)).toStrictEqual(trained)
  expect(readFileSync(join(cache, file))).toStrictEqual(written)
})

test('a damaged file is trained again, with a warning', () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  onTestFinished(() => warn.mockRestore())
  const cache = scratch()
  const wanted = approximation(1, 4)
  const trained = loadWeights(wanted, cache)
  truncateSync(join(cache, readdirSync(cache)[0] ?? ''), 100)
  expect(loadWeights(wanted, cache)).toStrictEqual(trained)
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('100 bytes, expected 804'))
  expect(loadWeights(wanted, cache)).toStrictEqual(trained)
  expect(warn).toHaveBeenCalledOnce()
})
