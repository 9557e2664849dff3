import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import type { Json } from '../contracts.ts'
import { codeSandbox } from './sandbox.ts'

const sandbox = codeSandbox()
afterAll(() => sandbox.close())

const js = (source: string) => ({ language: 'javascript', source }) as const
const numbers = (source: string, ...inputs: number[]) =>
  sandbox.run(js(source), Float64Array.from(inputs))
const json = (source: string, ...inputs: Json[]) => sandbox.run(js(source), inputs)
const evaluated = (...got: (Json | undefined)[]) => ({
  status: 'evaluated',
  got,
  trouble: got.includes(undefined)
    ? { index: got.indexOf(undefined), reason: expect.stringMatching(/^(threw|gave) /) }
    : null,
})

test('runs f on a batch', async () => {
  expect(await numbers('const k=2\nfunction f(x){return k*x}', 1, 2)).toEqual(evaluated(2, 4))
  expect(await json('const f=s=>s+s', 'ab', '')).toEqual(evaluated('abab', ''))
  expect(await json('let f=function(s){return s} // the end', 'ab')).toEqual(evaluated('ab'))
  expect(await numbers('function f(x){return x}')).toEqual(evaluated())
  expect(await json('function f(x){return x}')).toEqual(evaluated())
})

test('NaN, infinities and -0 are numbers', async () => {
  const source = 'const f=x=>[NaN,Infinity,-Infinity,-0][x]'
  expect(await numbers(source, 0, 1, 2, 3)).toEqual(evaluated(NaN, Infinity, -Infinity, -0))
})

test('among numbers any other output is none', async () => {
  const source = `const f=x=>[1,"1",null,undefined,true,1n,Symbol(),{},[1],new Number(1),
    Promise.resolve(1),()=>1,{then(r){r(1)}},{valueOf:()=>1}][x]`
  const inputs = Array.from({ length: 14 }, (_, i) => i)
  const none = inputs.slice(1).map(() => undefined)
  expect(await numbers(source, ...inputs)).toEqual(evaluated(1, ...none))
  expect(await numbers('async function f(x){return x}', 1)).toEqual(evaluated(undefined))
  expect(await numbers('function* f(x){yield x}', 1)).toEqual(evaluated(undefined))
})

test('any JSON goes in and comes out', async () => {
  const parity = 'const f=(bits)=>bits.filter(Boolean).length%2===1'
  expect(await json(parity, [true, false], [true, true], [])).toEqual(evaluated(true, false, false))
  const count = 'function f({text}){const n={};for(const c of text)n[c]=(n[c]??0)+1;return n}'
  expect(await json(count, { text: 'aba' })).toEqual(evaluated({ a: 2, b: 1 }))
  expect(await json('const f=(x)=>x===null?[x]:null', null, 0)).toEqual(evaluated([null], null))
  expect(await json('const f=s=>new String(s)', 'a')).toEqual(evaluated('a'))
  expect(await json('const f=s=>s.length', 'abc')).toEqual(evaluated(3))
})

test('null is an output, and what JSON cannot hold is none', async () => {
  const source = `const f=x=>[null,undefined,NaN,Infinity,-Infinity,1n,Symbol(),()=>1,[1n],
    new Number(NaN),{toJSON:()=>null},{toJSON(){}},Object.assign(()=>1,{toJSON:()=>1})][x]`
  const inputs = Array.from({ length: 13 }, (_, i) => i)
  const none = inputs.slice(1).map(() => undefined)
  expect(await json(source, ...inputs)).toEqual(evaluated(null, ...none))
})

test('inside of arrays and objects JSON.stringify decides', async () => {
  const source = 'const f=()=>[[NaN,-Infinity,undefined,()=>1,-0],{a:undefined,b:new Map()}]'
  expect(await json(source, 0)).toEqual(evaluated([[null, null, null, null, 0], { b: {} }]))
  expect(await json('const f=x=>Object.is(x,0)', -0)).toEqual(evaluated(true))
})

test('an input that the code throws at has no output, whatever it throws', async () => {
  const source = `function f(x){
    if(x===1)throw new Error()
    if(x===2)throw undefined
    if(x===3)throw new Proxy({},{getPrototypeOf(){throw 1}})
    if(x===4)throw {get message(){throw 1}}
    return x}`
  const expected = evaluated(0, undefined, undefined, undefined, undefined, 5)
  expect(await numbers(source, 0, 1, 2, 3, 4, 5)).toEqual(expected)
  expect(await json(source, 0, 1, 2, 3, 4, 5)).toEqual(expected)
})

test.each([
  ['const f=(x)=>x.a.b', "threw TypeError: cannot read property 'b' of undefined"],
  ['class Odd extends Error{name="Odd"}const f=()=>{throw new Odd("no")}', 'threw Odd: no'],
  ['const f=()=>{throw "no"}', 'threw a value of type string'],
  ['const f=()=>{throw null}', 'threw null'],
  ['const f=()=>{throw {get message(){throw 1}}}', 'threw a value of type object'],
  [
    'const f=()=>{throw Object.defineProperty(new Error(),"message",{get(){throw 1}})}',
    'threw a value of type object',
  ],
  ['const f=()=>{throw Object.assign(new Error(),{name:{}})}', 'threw a value of type object'],
  ['const f=()=>{}', 'gave a value of type undefined'],
  ['const f=()=>f', 'gave a value of type function'],
  ['const f=()=>Symbol("a")', 'gave a value of type symbol'],
  ['const f=()=>1n', 'gave a value of type bigint'],
])('the reason of %s is told on both wires', async (source, reason) => {
  const expected = { status: 'evaluated', got: [undefined], trouble: { index: 0, reason } }
  expect(await numbers(source, 1)).toEqual(expected)
  expect(await json(source, 1)).toEqual(expected)
})

test.each([
  ['const f=()=>NaN', 'gave NaN'],
  ['const f=()=>-1/0', 'gave -Infinity'],
  ['const f=()=>{const a=[];return a[0]=a}', 'gave no JSON: TypeError: circular reference'],
  ['const f=()=>({get a(){throw new RangeError("no")}})', 'gave no JSON: RangeError:'],
  ['const f=()=>({toJSON(){throw 1}})', 'gave no JSON: a value of type number'],
  [
    'const f=()=>{const {proxy,revoke}=Proxy.revocable([],{});revoke();return proxy}',
    'gave no JSON: TypeError: revoked proxy',
  ],
])('the reason of %s is told of JSON', async (source, reason) => {
  expect(await json(source, 1)).toMatchObject({ got: [undefined], trouble: { index: 0, reason } })
})

test('trouble is the first input without an output', async () => {
  const source = `function f(x){if(x>3)throw new Error("x is "+x);return x>1?undefined:x}`
  const trouble = { index: 2, reason: 'gave a value of type undefined' }
  expect(await numbers(source, 0, 1, 2, 3, 4, 5)).toMatchObject({ trouble })
  expect(await json(source, 0, 1, 2, 3, 4, 5)).toMatchObject({ trouble })
  expect(await json(source, 5, 4, 3)).toMatchObject({
    trouble: { index: 0, reason: 'threw Error:' },
  })
})

test('null among numbers is trouble by its name', async () => {
  expect(await numbers('const f=()=>null', 1)).toMatchObject({
    trouble: { index: 0, reason: 'gave null' },
  })
})

test.each([
  ['function f(x){', 'does not compile: '],
  ['function f(x){return x} /*', 'does not compile: '],
  ['function f(x){return x};}{', 'does not compile: '],
  ['import fs from "fs";function f(x){return x}', 'does not compile: '],
  ['return 1', 'does not compile: '],
  ['throw new Error("no")', 'does not compile: Error'],
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
  const source = 'const e=new Error("\\u001b[31m\\r\\n\\u202e"+"z".repeat(10000));throw e'
  const evaluation = await numbers(source, 1)
  expect(evaluation.status === 'broken' && evaluation.reason).toMatch(/^[ -~]{0,240}…$/)
})

test('what an error says of itself is cut, moves no cursor and holds no stack', async () => {
  const source = `function f(x){const e=new Error("\\u001b[31m\\r\\n\\0\\u202e\\ud800"+"z".repeat(x));if(e)throw e}`
  for (const evaluation of [await numbers(source, 1e6), await json(source, 1e6)])
    expect(evaluation).toMatchObject({
      trouble: { index: 0, reason: expect.stringMatching(/^threw Error: [ -~\ufffd]* ?z*…$/) },
    })
  const [short, elsewhere] = ['', '\n\n/**/'].map((text) => `${text}const f=(x)=>x.a.b`)
  expect(await json(short!, 1)).toEqual(await json(elsewhere!, 1))
})

test('Math.random is seeded: the same in every batch, and another at every call', async () => {
  const source = 'function f(x){return Math.random()}'
  const first = await numbers(source, 1, 2)
  await numbers('function f(x){for(let i=0;i<100;i++)Math.random();return x}', 1)
  expect(await numbers(source, 1, 2)).toEqual(first)
  const other = codeSandbox()
  expect(await other.run(js(source), Float64Array.of(1, 2))).toEqual(first)
  await other.close()
  const [one, two] = first.status === 'evaluated' ? first.got : []
  expect(one).not.toBe(two)
})

test('the clock stands still, in UTC', async () => {
  const source = `const f=()=>[new Date().toISOString(),Date.now(),new Date(2020,5,1).getTime(),
    typeof performance].join()`
  const first = await json(source, '')
  expect(first).toEqual(evaluated('2000-01-01T00:00:00.000Z,946684800000,1590969600000,undefined'))
})

test('code cannot read its own text, nor where it stands in it', async () => {
  const seen = (source: string) => json(`${source}/* 1,2,3 */`, '')
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
    expect(await json('const f=x=>x', ...inputs)).toEqual(evaluated(...inputs))
  })
  await fc.assert(property)
})

test('any JSON comes back as it went, in its order', async () => {
  const value = fc.jsonValue({ noUnicodeString: false, maxDepth: 4 }) as fc.Arbitrary<Json>
  const property = fc.asyncProperty(fc.array(value), async (inputs) => {
    // JSON has no -0.
    const expected: Json[] = JSON.parse(JSON.stringify(inputs))
    expect(await json('const f=x=>x', ...inputs)).toEqual(evaluated(...expected))
  })
  await fc.assert(property)
  const odd: Json = JSON.parse('{"__proto__":{"toJSON":1},"constructor":[null],"json":"1"}')
  expect(JSON.stringify(await json('const f=x=>x', odd))).toContain(JSON.stringify([odd]))
})

test('a large batch runs, of numbers and of JSON', async () => {
  const inputs = Array.from({ length: 20_000 }, (_, i) => i)
  expect(await numbers('const f=x=>-x', ...inputs)).toEqual(evaluated(...inputs.map((x) => -x)))
  const words = inputs.map((i) => `word ${i} \u2028 é`)
  expect(await json('const f=x=>x+x', ...words)).toEqual(evaluated(...words.map((w) => w + w)))
  const pairs = inputs.map((i) => ({ i, even: i % 2 === 0 }))
  expect(await json('const f=i=>({i,even:i%2===0})', ...inputs)).toEqual(evaluated(...pairs))
})

test('Python is unavailable where bubblewrap is not on the PATH', async () => {
  vi.stubEnv('PATH', '')
  const code = { language: 'python', source: 'def f(x): return x' } as const
  expect(await sandbox.run(code, Float64Array.of(1))).toEqual({
    status: 'unavailable',
    reason: 'no sandbox for Python: bubblewrap (bwrap) is not on the PATH',
  })
  vi.unstubAllEnvs()
})
