import { expect, test } from 'vitest'
import { answered } from '../testing/example-answers.ts'
import { testScorer } from '../testing/test-scorer.ts'
import { concise, countLiterals } from './concise.ts'

const LIMITS = { characters: 2000, literals: 64 }
const long = `function f(x){return ${'x+'.repeat(1000)}x}`

for (const limits of [LIMITS, { characters: 1000 }])
  testScorer<'numeric'>(concise(limits), { some: answered({}, long), ideal: answered({}) })

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
  const score = (source: string) => concise(LIMITS).score(answered({}, source))
  expect(score(`const t=[${table}];function f(x){return t[x]}`)).toMatchObject({ value: 0 })
  expect(score(`const t="${table}".split(",");function f(x){return t[x]}`)).toMatchObject({
    value: 0,
  })
  expect(score('function f(x){return 3.5*x-2}')).toMatchObject({ value: 1 })
})

test('characters count, and literals where they have a limit', () => {
  const score = (limits: Parameters<typeof concise>[0]) =>
    concise(limits).score(answered({}, 'function f(x){return x+1+2+3}'))
  expect(score({ characters: 29, literals: 3 })).toMatchObject({ value: 1 })
  expect(score({ characters: 28, literals: 3 })).toMatchObject({
    value: 0,
    detail: '29 characters, at most 28',
  })
  expect(score({ characters: 29, literals: 2 })).toMatchObject({
    value: 0,
    detail: '3 numeric literals, at most 2',
  })
  expect(score({ characters: 29 })).toMatchObject({ value: 1 })
})

test('the ideal code is always concise', () => {
  const { answer } = answered({}, `${long}/* */${'+1'.repeat(100)}`)
  expect(concise(LIMITS).score({ answer, ideal: answer })).toMatchObject({ value: 1 })
  expect(concise(LIMITS).score({ ...answered({}), answer })).toMatchObject({ value: 0 })
})

test('what is not JavaScript is not concise', () => {
  expect(concise(LIMITS).score(answered({}, 'function f(x){ return "'))).toMatchObject({ value: 0 })
})

test('code of another language is not measured, and neither is none', () => {
  const { answer, ideal } = answered({})
  const python = { language: 'python', source: 'def f(x): return x' } as const
  for (const code of [python, null])
    expect(concise(LIMITS).score({ answer: { ...answer, code }, ideal })).toMatchObject({
      status: 'unscored',
    })
})
