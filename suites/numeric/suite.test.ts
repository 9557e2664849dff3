import { expect, test } from 'vitest'
import { hashProbes } from '../../plugins/testing/hash-probes.ts'
import { testSuite } from '../../plugins/testing/test-suite.ts'
import { numeric } from './suite.ts'

test('the suite names what it holds', () => {
  expect(numeric).toMatchObject({ name: 'numeric', category: 'numeric', version: '1' })
  const variants = new Set(numeric.specs(7).map(({ variant }) => variant))
  expect(variants).toStrictEqual(new Set(numeric.variants))
  expect(numeric.scorers.map(({ name }) => name)).toStrictEqual([
    'nmse',
    'fit',
    'local',
    'extrapolation',
    'concise',
    'unit-test',
  ])
})

testSuite(numeric)

test('the probes are pinned: a change of them is a new version', () => {
  expect(hashProbes(numeric)).toMatchInlineSnapshot(`"fc8267534ca0ae38a8b3360c82067d8bdc67785e4c70407d98311a60e3bd3b6c"`)
})
