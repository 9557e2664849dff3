import assert from 'node:assert/strict'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { Json } from '../contracts.ts'
import { codeSandbox } from './sandbox.ts'

const sandbox = codeSandbox()
/** For code that is bound to run into it. */
const impatient = codeSandbox({ timeLimit: 300 })
afterAll(() => Promise.all([sandbox.close(), impatient.close()]))

const js = (source: string) => ({ language: 'javascript', source }) as const
const INPUTS = ['a', 'b\ud800', '__proto__']
const run = (source: string, where = sandbox) => where.run(js(source), INPUTS)
const IDENTITY = { status: 'evaluated', got: INPUTS, trouble: null }
const evaluated = (output: Json) => ({ ...IDENTITY, got: INPUTS.map(() => output) })
const none = (reason: unknown) => ({
  status: 'evaluated',
  got: INPUTS.map(() => undefined),
  trouble: { index: 0, reason },
})
const broken = (reason: string) => ({ status: 'broken', reason })

// Whatever was done to it, the sandbox serves the next one.
afterEach(async () => {
  for (const where of [sandbox, impatient])
    assert.deepEqual(await run('function f(x){return x}', where), IDENTITY)
})

describe('code that takes too long is broken', () => {
  test.each([
    ['an endless loop', 'function f(x){for(;;);}'],
    ['one that catches', 'function f(x){for(;;)try{for(;;);}catch{}finally{continue}}'],
    ['one outside of f', 'for(;;);function f(x){return x}'],
    ['in an async function', 'async function f(x){for(;;);}'],
    ['in a getter of what it throws', 'throw {get message(){for(;;);}}'],
    [
      'in a trap of what f throws',
      'const f=()=>{throw new Proxy({},{getPrototypeOf(){for(;;);}})}',
    ],
    ['in a regular expression', 'const f=()=>String(/^(a+)+$/.test("a".repeat(40)+"b"))'],
    ['in a step over an enormous array', 'const f=()=>[].indexOf.call({length:2**53-1},1)'],
    // The engine does not look at the clock here: the worker is stopped.
    ['in one step', 'const f=()=>{let a=[];for(let i=0;i<2e5;i++)a=[a];return JSON.stringify(a)}'],
  ])('%s', async (_, source) => {
    expect(await run(source, impatient)).toEqual(broken('took longer than 300 ms'))
  })
})

describe('code that takes too much memory is broken', () => {
  test.each([
    ['arrays', 'function f(x){const a=[];for(;;)a.push(new Array(1e4).fill(1))}'],
    ['one array', 'function f(x){return new Array(1e8).fill(0).join()}'],
    ['strings', 'function f(x){const a=[];for(;;)a.push("x".repeat(1e6)+a.length)}'],
    ['a buffer', 'function f(x){return new ArrayBuffer(2**30)}'],
    ['closures', 'function f(x){let g=()=>1;for(;;){const h=g;g=()=>h}}'],
    ['outside of f', 'const a=[];for(;;)a.push(new Array(1e4).fill(1));function f(x){return x}'],
  ])('%s', async (_, source) => {
    expect(await run(source)).toEqual(broken('used more than 64 MB'))
  })

  test('and code that minds its memory is not', async () => {
    const source = `function f(x){const a=[];try{for(;;)a.push(new Array(1e5).fill(1))}
      catch{a.length=0;return "spared"}}`
    expect(await run(source)).toEqual(evaluated('spared'))
  })
})

describe('recursion without end is an error that code may catch', () => {
  test.each([
    ['a function', 'function g(){return 1+g()}'],
    ['a constructor', 'class C{constructor(){new C()}}const g=()=>new C()'],
    ['a getter', 'const o={get x(){return this.x}};const g=()=>o.x'],
    ['toString', 'const o={toString(){return ""+this}};const g=()=>""+o'],
    ['sort', 'const g=()=>[2,1].sort(g)'],
    ['replace', 'const g=()=>"a".replace("a",g)'],
    ['toJSON', 'const o={toJSON:()=>JSON.stringify(o)};const g=o.toJSON'],
    ['a reviver', 'const g=()=>JSON.parse("[1]",g)'],
    ['eval', 'globalThis.g=()=>(0,eval)("g()")'],
    ['generators', 'function* h(){yield* h()};const g=()=>[...h()]'],
    ['JSON text', 'const g=()=>JSON.parse("[".repeat(1e6))'],
    ['source text', 'const g=()=>(0,eval)("[".repeat(1e6))'],
    ['proxies', 'const g=()=>{let p={};for(let i=0;i<1e5;i++)p=new Proxy(p,{});return p.x}'],
  ])('%s', async (_, source) => {
    const caught = `;const f=()=>{try{g();return "came to an end"}catch(e){return e.constructor.name}}`
    expect(await run(source + caught)).toEqual(
      evaluated(expect.stringMatching(/^(Range|Syntax)Error$/) as never),
    )
    expect(await run(`${source};function f(){return g()}`)).toEqual(
      none(expect.stringMatching(/^threw (Range|Syntax)Error: /)),
    )
  })

  test('in the nesting of its own source', async () => {
    const source = `const z=${'['.repeat(1e5)}${']'.repeat(1e5)};function f(x){return x}`
    expect(await run(source)).toEqual(broken('does not compile: 200032 characters, at most 100000'))
  })
})

describe('there is no way out', () => {
  test.each(
    [
      'process',
      'require',
      'fetch',
      'console',
      'print',
      'setTimeout',
      'WebAssembly',
      'Worker',
      'std',
    ]
      .concat(['os', 'module', 'Deno', 'Bun', 'window', 'self', 'global', 'Buffer', 'scriptArgs'])
      .map((name) => [name]),
  )('%s is undefined', async (name) => {
    expect(await run(`const f=()=>typeof ${name}`)).toEqual(evaluated('undefined'))
    expect(await run(`const f=()=>${name}`)).toEqual(
      none(expect.stringMatching(/^threw ReferenceError: |^gave /)),
    )
  })

  test('constructors lead to globals of the machine', async () => {
    const source = `const f=(x)=>[()=>0,async()=>0,function*(){}].map((g)=>{
      const outer=g.constructor.constructor("return globalThis")()
      return outer===globalThis&&typeof outer.process}).join()`
    expect(await run(source)).toEqual(evaluated('undefined,undefined,undefined'))
  })

  test('an import is a promise that nobody keeps', async () => {
    const source = `let got="";import("fs").then(()=>{got="kept"},()=>{got="broken"})
      const f=()=>got+import("node:fs").constructor.name`
    expect(await run(source)).toEqual(evaluated('Promise'))
  })

  test('jobs that are left behind do not run', async () => {
    const source = `let n=0;function f(){queueMicrotask(()=>{n++});Promise.resolve().then(()=>{n++})
      return String(n)}`
    expect(await run(source)).toEqual(evaluated('0'))
  })
})

describe('the harness in the machine cannot be reached', () => {
  test.each([
    ['toJSON', 'for(const c of [Array,Object,String])c.prototype.toJSON=()=>["forged"]'],
    ['JSON', 'JSON.stringify=()=>"[1]";JSON.parse=()=>1;delete globalThis.JSON'],
    [
      'indices of prototypes',
      `for(const p of [Array.prototype,Object.prototype])for(const i of [0,1,2])
        Object.defineProperty(p,i,{get:()=>"forged",set(){}})`,
    ],
    [
      'properties of prototypes',
      `for(const key of ["get","value","length","message","buffer"])
        Object.prototype[key]="forged"`,
    ],
    ['iterators', 'Array.prototype[Symbol.iterator]=function*(){};Array.prototype.map=()=>[]'],
    ['frozen prototypes', 'Object.freeze(Object.prototype);Object.freeze(Array.prototype)'],
    [
      'no globals',
      'for(const key of Object.getOwnPropertyNames(globalThis))try{delete globalThis[key]}catch{}',
    ],
    [
      'functions of Object',
      'for(const key of Object.getOwnPropertyNames(Object))try{Object[key]=()=>1}catch{}',
    ],
  ])('by %s', async (_, source) => {
    expect(await run(`${source};function f(x){return x}`)).toEqual(IDENTITY)
  })

  test('by what redefines typed arrays', async () => {
    const source = `for(const C of [Float64Array,Uint8Array,Object.getPrototypeOf(Uint8Array)]){
      for(const key of Object.getOwnPropertyNames(C.prototype))
        try{Object.defineProperty(C.prototype,key,{get:()=>7,set(){}})}catch{}}
      globalThis.Float64Array=globalThis.Uint8Array=Array
      function f(x){return x===2?"":x}`
    expect(await sandbox.run(js(source), Float64Array.of(1, 2, 3))).toEqual({
      status: 'evaluated',
      got: [1, undefined, 3],
      trouble: { index: 1, reason: 'gave a value of type string' },
    })
  })

  test('by the functions on the stack', async () => {
    const hook = 'Error.prepareStackTrace=(_,sites)=>sites.map((site)=>site.getFunction())'
    expect(await run(hook)).toEqual(broken(expect.stringMatching(/^does not compile: TypeError/)))
    const source = `try{${hook}}catch{}const f=()=>typeof new Error().stack`
    expect(await run(source)).toEqual(evaluated('string'))
    const caller = 'const f=Function("return String((function g(){return g.caller})())")'
    expect(await run(caller)).toEqual(evaluated('undefined'))
  })

  test('nor can what comes next', async () => {
    const state = 'const f=()=>[Math.sin(0),Array.from([1]).length,typeof k,{}.k].join()'
    expect(await run(state)).toEqual(evaluated('0,1,undefined,'))
    const attack = `Array.from=()=>[];Math.sin=()=>7;globalThis.k=1;Object.prototype.k=1
      function f(x){globalThis.k++;return x}`
    expect(await run(attack)).toEqual(IDENTITY)
    expect(await run(state)).toEqual(evaluated('0,1,undefined,'))
  })
})

describe('an output that resists changes itself at most', () => {
  test.each<[string, string, Json]>([
    ['toJSON', 'const f=()=>({toJSON:()=>["forged"]})', ['forged']],
    [
      'toJSON of a prototype',
      'for(const c of [Object,Array])c.prototype.toJSON=()=>7;const f=()=>[{}]',
      7,
    ],
    ['a getter', 'const f=()=>({get a(){return [this.b]},b:1})', { a: [1], b: 1 }],
    [
      'a getter that rebuilds the globals',
      `const f=()=>({get a(){JSON.stringify=JSON.parse=()=>"[1]";Array.prototype.toJSON=()=>2
        Array.prototype.push=Array.prototype.join=null;return "a"}})`,
      { a: 'a' },
    ],
    [
      'a proxy',
      'const f=()=>new Proxy({},{ownKeys:()=>["a"],get:(_,k)=>k==="a"?1:undefined,getOwnPropertyDescriptor:()=>({value:1,enumerable:true,configurable:true})})',
      { a: 1 },
    ],
    [
      'a key of prototypes',
      'const f=()=>JSON.parse(\'{"__proto__":{"a":1}}\')',
      JSON.parse('{"__proto__":{"a":1}}'),
    ],
    ['what looks like the wire', 'const f=()=>({json:"null"})', { json: 'null' }],
    ['text that looks like the wire', 'const f=()=>\'{"json":"null"}\'', '{"json":"null"}'],
  ])('%s', async (_, source, output) => {
    const evaluation = await run(source)
    // By its text, for a key may be `__proto__`.
    expect(JSON.stringify(evaluation)).toBe(JSON.stringify(evaluated(output)))
    expect(({} as { a?: unknown }).a).toBeUndefined()
  })

  test.each([
    [
      'an endless getter',
      'const f=()=>({get a(){for(;;);}})',
      impatient,
      'took longer than 300 ms',
    ],
    [
      'an endless toJSON',
      'const f=()=>({toJSON(){for(;;);}})',
      impatient,
      'took longer than 300 ms',
    ],
    [
      'an endless proxy',
      'const f=()=>new Proxy([],{get:(_,k)=>k==="length"?2**53-1:1})',
      impatient,
      'took longer than 300 ms',
    ],
    ['an array of holes', 'const f=()=>new Array(2**32-1)', sandbox, 'used more than 64 MB'],
    [
      'one that doubles in each level',
      'const f=()=>{let a="a".repeat(1e3);for(let i=0;i<50;i++)a=[a,a];return a}',
      sandbox,
      'used more than 64 MB',
    ],
    [
      'an endless message of an error',
      'const f=()=>{throw Object.defineProperty(new Error(),"message",{get(){for(;;);}})}',
      impatient,
      'took longer than 300 ms',
    ],
    [
      'an endless test for errors',
      'Object.defineProperty(Error,Symbol.hasInstance,{value(){for(;;);}});const f=()=>{throw 1}',
      impatient,
      'took longer than 300 ms',
    ],
  ])('%s is broken', async (_, source, where, reason) => {
    expect(await run(source, where)).toEqual(broken(reason))
  })

  test('deep nesting is none, as deep as the limit is an output', async () => {
    const nested = (levels: number) =>
      `const f=()=>{let a=1;for(let i=0;i<${levels};i++)a=i%2?{a}:[a];return a}`
    expect(await run(nested(100))).toMatchObject({ trouble: null })
    for (const levels of [101, 5000])
      expect(await run(nested(levels))).toEqual(none('gave no JSON of at most 100 levels'))
    const second = 'const f=(x)=>{if(x!=="a")throw 1;let a=1;for(let i=0;i<101;i++)a=[a];return a}'
    expect(await run(second)).toEqual(none('gave no JSON of at most 100 levels'))
  })

  test('the words of an error are its own', async () => {
    const source = `String.prototype.slice=Function.prototype.call=Function.prototype.bind=()=>"forged"
      Object.defineProperty(Error,Symbol.hasInstance,{value:()=>true})
      const f=()=>{throw {name:"forged",message:"memory"}}`
    expect(await run(source)).toEqual(none('threw forged: memory'))
    expect(await sandbox.run(js(source), Float64Array.of(1))).toMatchObject({
      got: [undefined],
      trouble: { index: 0, reason: 'threw forged: memory' },
    })
  })
})

describe('outputs have a size', () => {
  test('a string of more than a million characters is none', async () => {
    const source = (length: number) => `const f=(x)=>x==="a"?"x".repeat(${length}):x`
    expect(await run(source(1e6))).toEqual({
      status: 'evaluated',
      got: ['x'.repeat(1e6), ...INPUTS.slice(1)],
      trouble: null,
    })
    expect(await run(source(1e6 + 1))).toEqual({
      status: 'evaluated',
      got: [undefined, ...INPUTS.slice(1)],
      trouble: { index: 0, reason: 'gave more than 1000000 characters' },
    })
    expect(await run('const f=()=>"x".repeat(2**28)')).toEqual(broken('used more than 64 MB'))
    expect(await run('const f=()=>"x".repeat(2**31)')).toEqual(
      none('threw RangeError: invalid repeat count'),
    )
  })

  test('of other outputs the JSON text counts', async () => {
    const source = (length: number) => `const f=(x)=>x==="a"?["x".repeat(${length})]:x`
    expect(await run(source(1e6 - 4))).toMatchObject({ trouble: null })
    expect(await run(source(1e6 - 3))).toMatchObject({
      got: [undefined, ...INPUTS.slice(1)],
      trouble: { index: 0, reason: 'gave more than 1000000 characters' },
    })
    const flood = js('const f=()=>["\\ud800".repeat(166666)]')
    const inputs = Array.from({ length: 5 }, () => null)
    expect(await sandbox.run(flood, inputs)).toEqual(
      broken('gave more than 4000000 characters of output'),
    )
    expect(await sandbox.run(flood, inputs.slice(1))).toMatchObject({ trouble: null })
  })

  test.each(['x', '\\0', '\\ud800', '\\u1234'])('a flood of %s is broken', async (unit) => {
    const flood = js(`const f=()=>"${unit}".repeat(1e6)`)
    const inputs = Array.from({ length: 10 }, () => '')
    expect(await sandbox.run(flood, inputs)).toEqual(
      broken('gave more than 4000000 characters of output'),
    )
    const most = await sandbox.run(flood, inputs.slice(0, 4))
    expect(most).toEqual({
      status: 'evaluated',
      got: Array.from({ length: 4 }, () => expect.any(String)),
      trouble: null,
    })
  })
})
