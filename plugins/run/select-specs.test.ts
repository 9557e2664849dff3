import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FunctionSpec } from '../contracts.ts'
import { selectSpecs } from './select-specs.ts'

const VARIANTS = ['clean', 'corrupted', 'noisy']
const specs = Array.from({ length: 1000 }, (_, i): FunctionSpec => ({
  id: `numeric/f${String(i).padStart(5, '0')}`,
  category: 'numeric',
  variant: VARIANTS[i % 3]!,
  operators: [`op${i % 7}`],
  description: '',
  domain: null,
  params: {},
}))

test('mini is a tenth, with every stratum in proportion', () => {
  const mini = selectSpecs(specs, 'mini')
  expect(mini).toHaveLength(100)
  for (const variant of VARIANTS)
    expect(mini.filter((spec) => spec.variant === variant).length).toBeOneOf([33, 34])
})

test('any size: that many functions, each once, in the order of ids', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1200 }), (size) => {
      const selected = selectSpecs(specs, size).map(({ id }) => id)
      expect(selected).toHaveLength(Math.min(size, 1000))
      expect(new Set(selected).size).toBe(selected.length)
      expect(selected).toEqual(selected.toSorted())
    }),
  )
})

test('full is all', () => {
  expect(selectSpecs(specs, 'full')).toEqual(specs)
})
