import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { numeric } from '../../suites/numeric/suite.ts'
import { strings } from '../../suites/strings/suite.ts'
import type { Json } from '../contracts.ts'
import { prepareCode } from './prepare-code.ts'
import { codeSandbox } from './sandbox.ts'

const sandbox = codeSandbox()
afterAll(() => sandbox.close())

async function outputs(source: string, inputs: Float64Array | readonly Json[]) {
  const ran = await sandbox.run({ language: 'javascript', source }, inputs)
  return ran.status === 'evaluated' ? ran.got : ran.reason
}

const FENCE = '```'

describe('doubles its input, however it is written:', () => {
  test.each([
    ['function f(x) { return 2 * x }'],
    ['"use strict"; const f = x => 2 * x'],
    ['f = x => 2 * x'],
    ['x => 2 * x'],
    ['(function (x) { return 2 * x })'],
    ['export function f(x) { return 2 * x }'],
    ['export const f = x => 2 * x'],
    ['export default function f(x) { return 2 * x }'],
    ['export default function (x) { return 2 * x }'],
    ['export default function double(x) { return 2 * x }'],
    ['export default x => 2 * x'],
    ['export { double as f }; const double = x => 2 * x'],
    ['const double = x => 2 * x; export { double as default }'],
    ['const double = x => 2 * x; export default double'],
    ['export const g = x => 3 * x; export const f = x => 2 * x; export default g'],
    ['export default class { static f(x) { return 2 * x } }'],
    ['class Double { static k = 2; static f(x) { return this.k * x } } export default Double'],
    ['function f(x) { return 2 * x }\nmodule.exports = f'],
    ['const double = x => 2 * x; module.exports = double'],
    ['module.exports = exports = x => 2 * x'],
    ['exports.f = x => 2 * x; exports.g = 1'],
    ['const g = x => 2 * x; module.exports = { f: g }'],
    ['module.exports = { k: 2, f(x) { return this.k * x } }'],
    ['globalThis.f = x => 2 * x'],
    ['window.f = x => 2 * x'],
    ['function f(x) { return 2 * x }\nif (typeof module !== "undefined") module.exports = { f }'],
    ['function f(x) { return 2 * x }\nif (require.main === module) { console.log(f(1)) }'],
    ['function f(x) { console.log(x); return 2 * x }\nconsole.log(f(1), f(2))'],
    ['function f(x) { for (i = 0, y = 0; i < 2; i++) y += x; return y }'],
    ['function f(x: number): number { return 2 * (x as number) }'],
    ['enum K { double = 2 }\nconst f = (x: number): number => K.double * x'],
    [`${FENCE}js\nfunction f(x) { return 2 * x }\n${FENCE}`],
    [`It doubles:\n\n${FENCE}ts\nexport const f = (x: number) => 2 * x\n${FENCE}\n\nI am sure.`],
    [`${FENCE}sh\nnpm i\n${FENCE}\n${FENCE}\nconst f = x => 2 * x\n`],
    ['#!/usr/bin/env node\nfunction f(x) { return 2 * x }'],
    [
      'class Line { #slope = 2; at(x) { return this.#slope * x } }\nconst f = x => new Line().at(x)',
    ],
    ['const line = { slope: 2, level: 0 }; const f = x => line.slope * x + line.level'],
    ['const t = { slope: 2 }, k = "slope"; const f = x => t[k] * x + 0 * t.slope'],
    ['const k = 2; function f(x) { return (eval)("2") * x }'],
  ])('%s', async (source) => {
    const code = await prepareCode(source)
    expect(await outputs(code, Float64Array.of(-1.5, 0, 7))).toEqual([-3, 0, 14])
  })
})

test.each([
  ['function f(longName) { return longName } // a comment', 'function f(e){return e}'],
  [
    'function f(x) { throw new RangeError("1,2,3" + x, { cause: x }) }',
    'function f(e){throw RangeError()}',
  ],
  ['function f(x) { console.log(x); return x }', 'function f(e){return e}'],
  ['const line = { slope: 2 }; const f = x => line.slope * x', 'const e={e:2},f=t=>e.e*t'],
  [
    'const values = { one: 1, two: 2 }; const f = x => values[x]',
    'const e={one:1,two:2},f=t=>e[t]',
  ],
  ['const table = 1; function f(x) { return eval("x") }', 'function f(e){return(0,eval)(`x`)}'],
  ['function g(x) { return x }', ''],
])('%s → %s', async (source, code) => {
  expect((await prepareCode(source)).replaceAll(';const ', ',')).toBe(code)
})

test.each([
  ['function f(x) { return x + }', 'Unexpected token (line 1, column 27)'],
  ['const f = x => x\nlet f = 2', 'Identifier `f` has already been declared (line 1, column 6)'],
  ['def f(x):\n  return x', 'Expected a semicolon or an implicit semicolon after a statement'],
  ['import { round } from "lodash"\nconst f = round', 'there is nothing to import from'],
  [`f=x=>${'['.repeat(49_000)}${']'.repeat(49_000)}`, 'Not enough stack space'],
  [`f=(x:number)=>${'['.repeat(2000)}`, 'Unexpected token (1:4)'],
  [`f=x=>x${'+x'.repeat(3000)}`, 'nested more than 1000 deep'],
  [`f=x=>${'!'.repeat(99_000)}x`, 'Not enough stack space'],
  [`f=x=>[${'1,'.repeat(50_000)}]`, '100007 characters, at most 100000'],
])('%# %.40s is refused: %s', async (source, message) => {
  const refused = prepareCode(source)
  await expect(refused).rejects.toThrow(SyntaxError)
  await expect(refused).rejects.toThrow(message)
})

test('names, comments and messages of errors change nothing', async () => {
  const word = fc.stringMatching(/^[a-z]{1,20}$/).map((text) => `${text}_0`)
  const code = (name: string) => `// ${name}
    class ${name} { #${name} = 2; at(x) { return this.#${name} * x } }
    const f = x => { if (x > 1e9) throw new Error('${name}'); return new ${name}().at(x) }`
  const expected = await prepareCode(code('a_0'))
  const property = fc.asyncProperty(word, async (name) => {
    expect(await prepareCode(code(name))).toBe(expected)
  })
  await fc.assert(property, { numRuns: 50 })
})

const INPUTS = {
  numeric: Float64Array.from({ length: 50 }, (_, i) => -128 + 5.1 * i),
  strings: ['', 'a', 'Hello, World', '  x 1 ', 'ABBA abba', '🙂é'],
}

test.each(['numeric', 'strings'] as const)(
  'ideal code of %s computes what it did',
  async (name) => {
    const functions = { numeric, strings }[name].functions(0).filter((_, i) => i % 40 === 0)
    for (const fn of functions) {
      const { source } = fn.ideal().code!
      const ran = await outputs(await prepareCode(source), INPUTS[name])
      expect(ran, fn.id).toEqual(await outputs(source, INPUTS[name]))
    }
  },
)
