import { expect, test } from 'vitest'
import { exampleSettings } from '../testing/example-records.ts'
import { loadInterpreter } from './load-interpreter.ts'

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
  [() => ({ ...good, interpret: { numerics: () => undefined } }), 'numerics'],
  [() => ({ ...good, interpret: {} }), 'has no handler'],
  [() => ({ ...good, interpret: { numeric: 'f' } }), 'numeric'],
  [
    () => {
      throw new Error('no depth')
    },
    'refuses its options {"depth":3}: Error: no depth',
  ],
])('%o is refused with its reason', (factory, message) => {
  expect(() => loadInterpreter(factory, settings)).toThrow(message)
})
