import { expect, test } from 'vitest'
import { testScorer } from '../testing/test-scorer.ts'
import { concise, countLiterals } from './concise.ts'
import { scorerInput } from './example-input.ts'

testScorer(concise(), 'numeric', scorerInput('numeric', {}))
testScorer(concise(), 'strings', scorerInput('strings', {}))

test.each([
  ['function f(x){return 2*x+1}', 2],
  ['function f(x){return 0x10+1e3+1_000n}', 3],
  ['function f(x){return "1,2,3,4".split(",")[x]}', 3 + 1],
  ['function f(x){return `1,2,3,4${x}`}', 2],
  ['/* 1 2 3 */ function f(x){return x}', 0],
  [`function f(x){return 0x${'12'.repeat(60)}n}`, 6],
  ['function f(x){return Object.keys({_1_5:0,_2_7:0})}', 4],
  ['function f(x1){return Math.log10(x1)+atan2(x1)}', 1],
])('%s has %i literals', (source, count) => {
  expect(countLiterals(source)).toBe(count)
})

test('a table of 257 points is not concise, a formula is', () => {
  const table = Array.from({ length: 257 }, (_, i) => i).join(',')
  const score = (source: string) => concise().score.numeric!(scorerInput('numeric', {}, source))
  expect(score(`const t=[${table}];function f(x){return t[x]}`)).toMatchObject({ value: 0 })
  expect(score(`const t="${table}".split(",");function f(x){return t[x]}`)).toMatchObject({
    value: 0,
  })
  expect(score('function f(x){return 3.5*x-2}')).toMatchObject({ value: 1 })
})

test('what is not JavaScript is not concise', () => {
  expect(
    concise().score.numeric!(scorerInput('numeric', {}, 'function f(x){ return "')),
  ).toMatchObject({ value: 0 })
})
