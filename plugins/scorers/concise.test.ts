import { expect, test } from 'vitest'
import { answered } from '../testing/example-answers.ts'
import { testScorer } from '../testing/test-scorer.ts'
import { concise } from './concise.ts'

const table = Array.from({ length: 257 }, (_, i) => (i * 7919) % 1009).join(',')
const long = `const t=[${table}];function f(x){return t[x]}`
const score = (source: string) => concise().score(answered({}, source))

testScorer<'numeric'>(concise(), { some: answered({}, long), ideal: answered({}) })

test('a table of 257 points is not concise, wherever it is; a formula is', async () => {
  expect(await score(long)).toMatchObject({ value: 0 })
  const text = `const t="${table}".split(",");function f(x){return t[x]}`
  expect(await score(text)).toMatchObject({ value: 0 })
  const name = `t_${table.replaceAll(',', '_')}`
  const named = `const o={${name}:0};function f(x){return +Object.keys(o)[0].split("_")[x]}`
  expect(await score(named)).toMatchObject({ value: 0 })
  expect(await score('function f(x){return 3.5*x-2}')).toMatchObject({ value: 1 })
})

test('names, comments and messages cost nothing', async () => {
  const plain = 'function f(x){const y=2*x;if(y<0)throw new Error("a");return y}'
  const wordy = `/* ${table} */ export function f(theInputOfTheFunction) {
    const theDoubleOfTheInput = 2 * theInputOfTheFunction // ${table}
    if (theDoubleOfTheInput < 0) throw new Error(${JSON.stringify(table)})
    return theDoubleOfTheInput
  }`
  expect(await score(wordy)).toEqual(await score(plain))
})

test('the ideal code is always concise, and sets the limit', async () => {
  const { answer } = answered({}, long)
  expect(await concise().score({ answer, ideal: answer })).toMatchObject({ value: 1 })
  expect(await concise().score({ ...answered({}), answer })).toMatchObject({ value: 0 })
})

test('what is not JavaScript is not concise', async () => {
  expect(await score('function f(x){ return "')).toMatchObject({ value: 0 })
})

test('code of another language is not measured, and neither is none', async () => {
  const { answer, ideal } = answered({})
  const python = { language: 'python', source: 'def f(x): return x' } as const
  for (const code of [python, null])
    expect(await concise().score({ answer: { ...answer, code }, ideal })).toMatchObject({
      status: 'unscored',
    })
})
