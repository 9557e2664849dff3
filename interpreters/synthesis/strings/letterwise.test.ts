import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile, LETTERS, LOWER_LETTERS } from '../../../library/strings/index.ts'
import { ALL_LETTERS } from './inputs.ts'
import { libraryWithout } from './library.ts'
import {
  solvePermutation,
  solveReplacedPermutation,
  solveReplacement,
  solveSuffix,
} from './letterwise.ts'

const library = libraryWithout(new Set())
const letter = fc.constantFrom(...LETTERS.split(''))
const permutation = fc
  .shuffledSubarray(LOWER_LETTERS.split(''), { minLength: 26 })
  .map((letters) => letters.join(''))
const changed = (run: (input: string) => string) =>
  [ALL_LETTERS, 'Hello, World 7'].map((from) => ({ from, to: run(from) }))

test('reads any replacement, permutation and suffix off their changes', () => {
  fc.assert(
    fc.property(letter, letter, permutation, (a, b, letters) => {
      fc.pre(a !== b)
      const replacing = changed(compile('replace_letter', [a, b]))
      expect(solveReplacement(library, replacing)?.step.params).toEqual([a, b])
      const permuting = changed(compile('permute_letters', [letters]))
      expect(solvePermutation(library, permuting)?.outer.step.params).toEqual([letters])
      const appending = changed(compile('append_letters', [a + b]))
      expect(solveSuffix(library, appending)?.step.params).toEqual([a + b])
    }),
  )
})

test('gives letters that were not seen the free images', () => {
  const solved = solvePermutation(library, [{ from: 'Abc', to: 'zab' }])
  expect(solved?.outer.step.params).toEqual(['zabcdefghijklmnopqrstuvwxy'])
  expect(solved?.unseen).toBe('defghijklmnopqrstuvwxyz')
})

test('finds nothing where nothing of the kind happened', () => {
  const reversing = changed(compile('reverse', []))
  expect(solveReplacement(library, reversing)).toBeNull()
  expect(solvePermutation(library, reversing)).toBeNull()
  expect(solveSuffix(library, reversing)).toBeNull()
})

test('separates a replacement from the permutation after it', () => {
  const first = library.replacement('A', 'd')
  const second = library.permutation('qwertyuiopasdfghjklzxcvbnm')
  const to = second?.run(first?.run(ALL_LETTERS) ?? '') ?? ''
  const found = solveReplacedPermutation(library, { from: ALL_LETTERS, to })
  expect(found.map((parts) => parts.map(({ step }) => step.params))).toContainEqual([
    ['A', 'd'],
    ['qwertyuiopasdfghjklzxcvbnm'],
  ])
})
