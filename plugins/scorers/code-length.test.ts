import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { prepareCode } from '../sandbox/prepare-code.ts'
import { codeSandbox } from '../sandbox/sandbox.ts'
import { randomStream } from '../utils/random.ts'
import { codeLength, NODE_BITS } from './code-length.ts'
import { HIDING_PLACES } from './hidden-tables.ts'

const sandbox = codeSandbox()
afterAll(() => sandbox.close())

async function output(source: string): Promise<unknown> {
  const code = { language: 'javascript', source } as const
  const ran = await sandbox.run(code, [''])
  return ran.status === 'evaluated' ? ran.got[0] : ran.reason
}

const lengthOf = async (source: string) => codeLength(await prepareCode(source))

test.each(Object.entries(NODE_BITS))('kinds of %s share one place', (_, kinds) => {
  const shares = Object.values(kinds).map((bits) => 2 ** -bits)
  expect(shares.reduce((sum, share) => sum + share)).toBeLessThanOrEqual(1)
})

describe('a table takes as many bits as it holds, wherever it is hidden:', () => {
  test.each(Object.entries(HIDING_PLACES))('%s', async (name, { bits, source }) => {
    const random = randomStream(0, name)
    const numbers = Array.from({ length: 400 }, () => Math.floor(random() * 2 ** bits))
    const [half, whole] = [
      await prepareCode(source(numbers.slice(0, 200))),
      await prepareCode(source(numbers)),
    ]
    expect(await output(whole)).toBe(numbers.join())
    const perBit = (codeLength(whole) - codeLength(half)) / (200 * bits)
    expect(perBit).toBeGreaterThan(0.99)
  })
})

test.each([
  ['comments', 'function f(x){/* 1 2 3 */return x} // 4 5 6'],
  ['whitespace', '\n\nfunction  f ( x )\t{ return x }\n'],
  ['names', 'function f(t1234567){return t1234567}'],
  ['functions that are not called', 'function table1234(){return [1,2,3]} function f(x){return x}'],
  ['directives', '"1,2,3";function f(x){"4,5,6";return x}'],
])('%s cost nothing', async (_, source) => {
  expect(await lengthOf(source)).toBe(await lengthOf('function f(x){return x}'))
})

test('neither do messages of errors, nor names of any kind', async () => {
  const code = (
    word: string,
  ) => `class C${word} { #p${word}=1; m${word}(${word}) { return this.#p${word}+${word} } }
    function g${word}(x) { l${word}: for (;;) for (;;) break l${word}; return new C${word}().m${word}(x) }
    function f(x) { if (x > 1) throw new RangeError('${word}'+x); return g${word}(x) }`
  const word = fc.stringMatching(/^[a-z]{1,30}$/).map((text) => `${text}_0`)
  const length = await lengthOf(code('a_0'))
  const property = fc.asyncProperty(word, async (any) => {
    expect(await lengthOf(code(any))).toBe(length)
  })
  await fc.assert(property, { numRuns: 50 })
})

test.each([
  ['function f(x){return 2}', 'function f(x){return 25}', 3.33],
  ['function f(x){return 2}', 'function f(x){return 2.5}', 3.33 + 3],
  ['function f(x){return 1000}', 'function f(x){return 1e9}', 0],
  ['function f(x){return"a"}', 'function f(x){return"ab"}', 6.7],
  ['function f(x){return x.at}', 'function f(x){return x.at.at}', 3.5 + 1],
])('%s → %s: %d bits', async (shorter, longer, bits) => {
  expect((await lengthOf(longer)) - (await lengthOf(shorter))).toBeCloseTo(bits)
})

test('what does not parse has no length', () => {
  expect(() => codeLength('function f(x){ return "')).toThrow(SyntaxError)
})
