import { expect, test } from 'vitest'
import { numeric } from '../categories/numeric/index.ts'
import { strings } from '../categories/strings/index.ts'
import type { Category, CategoryPlugin, Interpreter } from '../contracts.ts'
import { bits } from '../testing/example-category.ts'
import { exampleSettings } from '../testing/example-records.ts'
import { handlerOf, loadInterpreter, versionOn } from './load-interpreter.ts'

const settings = {
  ...exampleSettings().interpreter,
  module: 'interpreters/example.ts',
  options: { depth: 3 },
}
const good = {
  name: 'good',
  version: '1',
  deterministic: true,
  interpret: { numeric: () => undefined },
}

test('makes the interpreter with its options', () => {
  let given: unknown
  const made = loadInterpreter((options: unknown) => {
    given = options
    return good
  }, settings)
  expect(made).toBe(good)
  expect(given).toEqual({ depth: 3 })
})

test.each([
  [
    undefined,
    'interpreter example (interpreters/example.ts): expected a default export that is a function (options) => interpreter; got undefined',
  ],
  [{}, 'got object'],
  [() => null, 'is not an interpreter'],
  [() => ({ ...good, version: 1 }), 'version'],
  [() => ({ ...good, version: '' }), 'version'],
  [() => ({ ...good, interpret: 'numeric' }), 'interpret'],
  [() => ({ ...good, interpret: {} }), 'has no handler'],
  [
    () => ({ ...good, interpret: { numeric: 'f' } }),
    "expected a function, or functions by category; got { numeric: 'f' }",
  ],
  [
    () => {
      throw new Error('no depth')
    },
    'refuses its options {"depth":3}: Error: no depth',
  ],
])('%o is refused with its reason', (factory, message) => {
  expect(() => loadInterpreter(factory, settings)).toThrow(message)
})

const answer = async () => ({ description: 'a', domain: null, code: null })
const made = (changes: Partial<Interpreter>) =>
  loadInterpreter(
    () => ({ ...good, interpret: { numeric: answer, booleans: answer }, ...changes }),
    settings,
  )

test('takes on the categories it has a handler of, whatever they are called', () => {
  expect(handlerOf(made({}), numeric)).toBe(answer)
  expect(handlerOf(made({}), bits)).toBe(answer)
  expect(handlerOf(made({}), strings)).toBeUndefined()
  expect(handlerOf(made({}), { ...strings, name: 'toString' as never })).toBeUndefined()
})

test('or makes its handlers from what a category says of itself', () => {
  const interpret = <C extends Category>({ prompt }: CategoryPlugin<C>) =>
    prompt?.version === bits.prompt?.version ? (answer as never) : undefined
  expect(handlerOf(made({ interpret }), bits)).toBe(answer)
  expect(handlerOf(made({ interpret }), numeric)).toBeUndefined()
})

test('has one version, or one on each category', () => {
  expect(versionOn(made({}), numeric)).toBe('1')
  const version = ({ name }: CategoryPlugin) => `2 of ${name}`
  expect(versionOn(made({ version }), numeric)).toBe('2 of numeric')
  expect(versionOn(made({ version }), strings)).toBe('2 of strings')
})
