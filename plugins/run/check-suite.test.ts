import { expect, test } from 'vitest'
import { agreement, bits } from '../testing/example-category.ts'
import type { Suite } from '../contracts.ts'
import { checkSuite } from './check-suite.ts'

const suite: Suite<'booleans'> = {
  name: 'gates-2.0',
  version: '1',
  category: bits,
  variants: ['plain', 'noisy'],
  operators: ['and'],
  scorers: [agreement(), { ...agreement(), name: 'all', protocol: 'strict' }],
  unitTests: ['unit-test'],
  functions: () => [],
}

test('a suite that can be run and reported', () => {
  for (const variant of suite.variants) expect(() => checkSuite(suite, variant)).not.toThrow()
})

test.each<[Partial<Suite<'booleans'>>, string]>([
  [{ name: 'two words' }, 'suite "two words": expected a name of letters, digits and - _ + .'],
  [{ name: '' }, 'suite "": expected a name'],
  [{ name: 'a/b' }, 'suite "a/b": expected a name'],
  [{ variants: ['noisy', 'odd'] }, 'asks for the variant "plain"; expected one of noisy, odd'],
  [{ scorers: [] }, 'suite "gates-2.0": expected one scorer of protocol paper; got none'],
  [{ scorers: [agreement(), { ...agreement(), name: 'b' }] }, 'paper; got agreement, b'],
  [{ unitTests: ['agreement'] }, 'suite "gates-2.0": two scores are named agreement'],
  [{ unitTests: ['solved'] }, 'two scores are named solved'],
])('%o is refused: %s', (changes, message) => {
  expect(() => checkSuite({ ...suite, ...changes }, 'plain')).toThrow(message)
})
