import { expect, test } from 'vitest'
import { hashProbes } from '../../plugins/testing/hash-probes.ts'
import { testSuite } from '../../plugins/testing/test-suite.ts'
import { numeric as category } from '../../plugins/categories/numeric/index.ts'
import { numeric } from './suite.ts'

test('the suite names what it holds', () => {
  expect(numeric).toMatchObject({ name: 'numeric', category, version: '3' })
  const variants = new Set(numeric.functions(7).map(({ variant }) => variant))
  expect(variants).toStrictEqual(new Set(numeric.variants))
  expect(numeric.scorers.map(({ name }) => name)).toStrictEqual([
    'nmse',
    'law',
    'extrapolation',
    'local',
    'concise',
  ])
  expect(numeric.unitTests).toStrictEqual(['unit-test', 'unit-test-strict'])
})

testSuite(numeric)

test('the probes are pinned: a change of them is a new version', async () => {
  expect(await hashProbes(numeric)).toMatchInlineSnapshot(
    `"a25094684126d94fc9afc493d89571e02e883da7e2ecf7f49c2d756213f273f8"`,
  )
})
