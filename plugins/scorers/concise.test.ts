import { describe, expect, test } from 'vitest'
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

test('an answer without code is not measured', async () => {
  const { answer, ideal } = answered({})
  expect(await concise().score({ answer: { ...answer, code: null }, ideal })).toMatchObject({
    status: 'unscored',
  })
})

describe('python', () => {
  const inPython = async (source: string) => {
    const { answer, ideal } = answered({})
    const code = { language: 'python', source } as const
    return concise().score({ answer: { ...answer, code }, ideal })
  }

  test('a formula is concise, whatever it is wrapped in', async ({ skip }) => {
    const plain = await inPython('def f(x):\n  y = 3.5 * x\n  return y - 2')
    skip(plain.status === 'unscored', plain.status === 'unscored' ? plain.reason : '')
    expect(plain).toMatchObject({ value: 1 })
    const wordy = `
# ${table}
def f(the_input: float) -> "${table}":
    "${table}"
    the_product_of_the_input: float = 3.5 * the_input
    "${table}"
    return the_product_of_the_input - 2`
    expect(await inPython(wordy)).toEqual(plain)
    expect(await inPython('import math\ndef f(x): return math.floor(3.5 * x) - 2')).toMatchObject({
      value: 1,
    })
    expect(await inPython('def f(x: return')).toMatchObject({ value: 0 })
  })

  const names = table.split(',').map((n) => `t${n}`)
  test.for([
    ['a list', `t = [${table}]\ndef f(x): return t[int(x)]`],
    ['a string', `def f(x): return int("${table}".split(",")[int(x)])`],
    ['bytes', `def f(x): return int(b"${table}".split(b",")[int(x)])`],
    ['a long number', `def f(x): return ${table.replaceAll(',', '')} // 10 ** int(x)`],
    ['names of properties', `class A:\n  ${names.join(' = 0\n  ')} = 0\ndef f(x): return dir(A)`],
    ['names of arguments', `def f(x): return dict(${names.map((n) => `${n}=0`).join(', ')})`],
    ['names of variables', `def f(x):\n  ${names.join(' = 0\n  ')} = 0\n  return locals()`],
    ['code that is text', `def f(x): return eval("[${table}]")[int(x)]`],
    ['parts of a template', `def f(x): return f"{x}${table}"`],
    ['names that are not there', `def f(x):\n  try: ${names.join('; ')}\n  except NameError: pass`],
  ] as const)('a table in %s is not', async ([, source], { skip }) => {
    const given = await inPython(source)
    skip(given.status === 'unscored', given.status === 'unscored' ? given.reason : '')
    expect(given).toMatchObject({ value: 0 })
  })
})
