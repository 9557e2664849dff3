import { afterAll, expect, test } from 'vitest'
import { workerSandbox } from './worker-sandbox.ts'

const sandbox = workerSandbox({ timeLimit: 300 })
afterAll(() => sandbox.close())

const js = (source: string) => ({ language: 'javascript', source }) as const
const numbers = (source: string, ...inputs: number[]) =>
  sandbox.evaluate('numeric', js(source), Float64Array.from(inputs))
const strings = (source: string, ...inputs: string[]) =>
  sandbox.evaluate('strings', js(source), inputs)

test('runs f on a batch', async () => {
  expect(await numbers('const k=2\nfunction f(x){return k*x}', 1, 2)).toEqual({
    status: 'evaluated',
    got: [2, 4],
  })
  expect(await strings('const f=s=>s+s', 'ab', '')).toEqual({
    status: 'evaluated',
    got: ['abab', ''],
  })
})

test('an output of the wrong type, or none, is null; NaN is a number', async () => {
  const source = 'function f(x){if(x>1)throw new Error();return x<0?"no":x/x}'
  expect(await numbers(source, -1, 0, 1, 2)).toEqual({
    status: 'evaluated',
    got: [null, NaN, 1, null],
  })
})

test.each([
  ['function f(x){', /^does not compile: SyntaxError/],
  ['throw new Error("no")', /^does not compile: Error: no/],
  ['const g=1', /^defines no function f\(x\): f is undefined/],
  ['const f=1', /^defines no function f\(x\): f is number/],
])('%s is broken code', async (source, reason) => {
  expect(await numbers(source, 1)).toEqual({
    status: 'broken',
    reason: expect.stringMatching(reason),
  })
})

test('what one piece of code changes, the next does not see', async () => {
  await numbers('Array.from=()=>[];Math.sin=()=>7;globalThis.k=1;function f(x){return x}', 1)
  expect(
    await numbers('function f(x){return Math.sin(0)+Array.from([1]).length+(typeof k).length}', 1),
  ).toEqual({
    status: 'evaluated',
    got: [0 + 1 + 'undefined'.length],
  })
})

test('code cannot read its own comments', async () => {
  const source = 'function f(x){/* 1,2,3 */return f.toString().includes("1,2,3")?1:0}'
  expect(await numbers(source, 1)).toEqual({ status: 'evaluated', got: [0] })
})

test('an endless loop is broken code, and the next batch runs', async () => {
  expect(await numbers('function f(x){for(;;);}', 1)).toEqual({
    status: 'broken',
    reason: 'took longer than 300 ms',
  })
  expect(await numbers('function f(x){return x}', 1)).toEqual({ status: 'evaluated', got: [1] })
})

test('Math.random is seeded: the same in every batch', async () => {
  const source = 'function f(x){return Math.random()}'
  const first = await numbers(source, 1, 2)
  expect(await numbers(source, 1, 2)).toEqual(first)
})

test('batches may be asked at once', async () => {
  const all = await Promise.all([1, 2, 3].map((k) => numbers(`function f(x){return ${k}*x}`, 10)))
  expect(all.map((one) => one.status === 'evaluated' && one.got[0])).toEqual([10, 20, 30])
})
