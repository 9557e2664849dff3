import { expect, test } from 'vitest'
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
