import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LETTERS } from '../../../library/strings/index.ts'
import { FIRST_INPUTS } from './inputs.ts'
import { libraryWithout } from './library.ts'
import { suffixLengths } from './suffix-shape.ts'

const { plain } = libraryWithout(new Set())

test('whatever letters were appended, their number is among the lengths', () => {
  const suffix = fc.string({
    unit: fc.constantFrom(...LETTERS.split('')),
    minLength: 1,
    maxLength: 5,
  })
  fc.assert(
    fc.property(fc.constantFrom(...plain), suffix, (outer, letters) => {
      const pairs = FIRST_INPUTS.map((input) => ({ input, output: outer.run(input + letters) }))
      expect(suffixLengths(outer, pairs)).toContain(letters.length)
    }),
    { numRuns: 500 },
  )
})

test('an operator that cannot have given the outputs has no lengths', () => {
  const pairs = FIRST_INPUTS.map((input) => ({ input, output: `${input}abc` }))
  const named = (name: string) => plain.find(({ operator }) => operator.name === name)
  const lengths = (name: string) => {
    const outer = named(name)
    return outer && suffixLengths(outer, pairs)
  }
  expect(lengths('reverse')).toEqual([])
  expect(lengths('length')).toEqual([])
  expect(lengths('append_last')).toEqual([2])
})
