import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import { codeSandbox } from './sandbox.ts'

const sandbox = codeSandbox()
afterAll(() => sandbox.close())

const js = (source: string) => ({ language: 'javascript', source }) as const
const numbers = (source: string, ...inputs: number[]) =>
  sandbox.evaluate('numeric', js(source), Float64Array.from(inputs))
const strings = (source: string, ...inputs: string[]) =>
  sandbox.evaluate('strings', js(source), inputs)
const evaluated = (...got: (number | string | null)[]) => ({ status: 'evaluated', got })

test('runs f on a batch', async () => {
  expect(await numbers('const k=2\nfunction f(x){return k*x}', 1, 2)).toEqual(evaluated(2, 4))
  expect(await strings('const f=s=>s+s', 'ab', '')).toEqual(evaluated('abab', ''))
  expect(await strings('let f=function(s){return s} // the end', 'ab')).toEqual(evaluated('ab'))
  expect(await numbers('function f(x){return x}')).toEqual(evaluated())
  expect(await strings('function f(x){return x}')).toEqual(evaluated())
})

test('NaN, infinities and -0 are numbers', async () => {
  const source = 'const f=x=>[NaN,Infinity,-Infinity,-0][x]'
  expect(await numbers(source, 0, 1, 2, 3)).toEqual(evaluated(NaN, Infinity, -Infinity, -0))
})

test('an output of the wrong type, or none, is null', async () => {
  const source = `const f=x=>[1,"1",null,undefined,true,1n,Symbol(),{},[1],new Number(1),
    Promise.resolve(1),()=>1,{then(r){r(1)}},{valueOf:()=>1}][x]`
  const inputs = Array.from({ length: 14 }, (_, i) => i)
  expect(await numbers(source, ...inputs)).toEqual(evaluated(1, ...inputs.slice(1).fill(null!)))
  expect(await numbers('async function f(x){return x}', 1)).toEqual(evaluated(null))
  expect(await numbers('function* f(x){yield x}', 1)).toEqual(evaluated(null))
  expect(await strings('const f=s=>new String(s)', 'a')).toEqual(evaluated(null))
  expect(await strings('const f=s=>s.length', 'a')).toEqual(evaluated(null))
})

test('an input that the code throws at is null, whatever it throws', async () => {
  const source = `function f(x){
    if(x===1)throw new Error()
    if(x===2)throw undefined
    if(x===3)throw new Proxy({},{getPrototypeOf(){throw 1}})
    if(x===4)throw {get message(){throw 1}}
    return x}`
  expect(await numbers(source, 0, 1, 2, 3, 4, 5)).toEqual(evaluated(0, null, null, null, null, 5))
})

test.each([
  ['function f(x){', 'does not compile: SyntaxError: '],
  ['function f(x){return x} /*', 'does not compile: SyntaxError: '],
  ['function f(x){return x};}{', 'does not compile: SyntaxError: '],
  ['import fs from "fs";function f(x){return x}', 'does not compile: SyntaxError: '],
  ['return 1', 'does not compile: SyntaxError: '],
  ['throw new Error("no")', 'does not compile: Error: no'],
  ['throw Symbol()', 'does not compile: it threw a value of type symbol'],
  ['throw {get message(){throw 1}}', 'does not compile: it threw a value of type object'],
  ['const g=1', 'defines no function f(x): f is undefined'],
  [' ', 'defines no function f(x): f is undefined'],
  ['const f=1', 'defines no function f(x): f is number'],
])('%s is broken code', async (source, reason) => {
  const evaluation = await numbers(source, 1)
  expect(evaluation).toEqual({ status: 'broken', reason: expect.stringContaining(reason) })
  expect(await numbers(source, 1)).toEqual(evaluation)
})

test('what broken code says of itself is cut and moves no cursor', async () => {
  const source = 'throw new Error("\\u001b[31m\\r\\n\\u202e"+"z".repeat(10000))'
  const evaluation = await numbers(source, 1)
  expect(evaluation.status === 'broken' && evaluation.reason).toMatch(/^[ -~]{0,240}…$/)
})

test('Math.random is seeded: the same in every batch, and another at every call', async () => {
  const source = 'function f(x){return Math.random()}'
  const first = await numbers(source, 1, 2)
  await numbers('function f(x){for(let i=0;i<100;i++)Math.random();return x}', 1)
  expect(await numbers(source, 1, 2)).toEqual(first)
  const other = codeSandbox()
  expect(await other.evaluate('numeric', js(source), Float64Array.of(1, 2))).toEqual(first)
  await other.close()
  const [one, two] = first.status === 'evaluated' ? first.got : []
  expect(one).not.toBe(two)
})

test('the clock stands still, in UTC', async () => {
  const source = `const f=()=>[new Date().toISOString(),Date.now(),new Date(2020,5,1).getTime(),
    typeof performance].join()`
  const first = await strings(source, '')
  expect(first).toEqual(evaluated('2000-01-01T00:00:00.000Z,946684800000,1590969600000,undefined'))
})

test('code cannot read its own text, nor where it stands in it', async () => {
  const seen = (source: string) => strings(`${source}/* 1,2,3 */`, '')
  const source = (text: string) => `function g(){${text}return null.x}
    class A{m(){${text}}}
    function f(){const seen=[f,g,A,new A().m,()=>{${text}}].flatMap((h)=>[
      h.toString(),String(h),Function.prototype.toString.call(h),h.name,h.length])
      try{g()}catch(e){seen.push(e.stack,e.lineNumber,e.columnNumber,e.fileName)}
      Error.prepareStackTrace=(_,sites)=>sites.map((s)=>s.getLineNumber()).join()
      seen.push(new Error().stack)
      return JSON.stringify(seen)}`
  expect(await seen(source('/* 1,2,3 */\n\n/**/'))).toEqual(await seen(source('')))
})

test('batches may be asked at once', async () => {
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, k) => numbers(`function f(x){return ${k}*x}`, 10)),
  )
  expect(all).toEqual(Array.from({ length: 20 }, (_, k) => evaluated(10 * k)))
})

test('any numbers come back as they went, in their order', async () => {
  const property = fc.asyncProperty(fc.array(fc.double()), async (inputs) => {
    expect(await numbers('const f=x=>x', ...inputs)).toEqual(evaluated(...inputs))
  })
  await fc.assert(property)
})

test('any strings come back as they went, in their order', async () => {
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
  const string = fc.oneof(
    fc.string({ unit }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('', '__proto__', 'toJSON', '"', '\\', '\0', '\ud800', '\udc00\ud800', '<null>'),
  )
  const property = fc.asyncProperty(fc.array(string), async (inputs) => {
    expect(await strings('const f=x=>x', ...inputs)).toEqual(evaluated(...inputs))
  })
  await fc.assert(property)
})

test('a large batch runs, of numbers and of strings', async () => {
  const inputs = Array.from({ length: 20_000 }, (_, i) => i)
  expect(await numbers('const f=x=>-x', ...inputs)).toEqual(evaluated(...inputs.map((x) => -x)))
  const words = inputs.map((i) => `word ${i} \u2028 é`)
  expect(await strings('const f=x=>x+x', ...words)).toEqual(evaluated(...words.map((w) => w + w)))
})

test('Python is unavailable where bubblewrap is not on the PATH', async () => {
  vi.stubEnv('PATH', '')
  const code = { language: 'python', source: 'def f(x): return x' } as const
  expect(await sandbox.evaluate('numeric', code, Float64Array.of(1))).toEqual({
    status: 'unavailable',
    reason: 'no sandbox for Python: bubblewrap (bwrap) is not on the PATH',
  })
  vi.unstubAllEnvs()
})
