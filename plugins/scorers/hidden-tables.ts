import { BUILT_IN_WORDS } from '../utils/built-in-words.ts'

/** A way to hide a table of numbers in code. */
interface HidingPlace {
  /** Bits of a number: it is below 2 ** bits. */
  readonly bits: number
  /** Code whose `f` gives the numbers, joined by commas. */
  source(numbers: readonly number[]): string
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$'
const letters = (numbers: readonly number[]) => numbers.map((n) => LETTERS[n]).join('')
/** Letters, back to numbers, in the code. */
const FROM_LETTERS = `(s)=>[...s].map(c=>${JSON.stringify(LETTERS)}.indexOf(c)).join()`
/** Names of four numbers of 6 bits, each its own: they begin with where they stand. */
const names = (numbers: readonly number[]) =>
  Array.from(
    { length: Math.ceil(numbers.length / 20) },
    (_, i) => `k${i}k${letters(numbers.slice(20 * i, 20 * i + 20))}`,
  )
const FROM_NAMES = `(ks)=>(${FROM_LETTERS})(ks.map(k=>k.replace(/^k\\d+k/,'')).join(''))`
const WORDS = [...BUILT_IN_WORDS].filter((word) => word !== '__proto__').slice(0, 256)
const FLAGS = ['', 'g', 'i', 'gi', 'm', 'gm', 'im', 'gim']
const gives = (numbers: string) => `const f=()=>${numbers}`

/** Places where one may hope that nobody looks, with what the code itself can read of them. */
export const HIDING_PLACES: Readonly<Record<string, HidingPlace>> = {
  'numbers in an array': {
    bits: 10,
    source: (numbers) => gives(`[${numbers.join()}].map(n=>n).join()`),
  },
  'digits of long numbers': {
    bits: 53,
    source: (numbers) => gives(`[${numbers.join()}].map(n=>n).join()`),
  },
  'hexadecimal numbers': {
    bits: 32,
    source: (numbers) =>
      gives(`[${numbers.map((n) => `0x${n.toString(16)}`).join()}].map(n=>n).join()`),
  },
  'places of points': {
    bits: 3,
    source: (numbers) =>
      gives(
        `[${numbers.map((n) => `.${'0'.repeat(n)}1`).join()}].map(x=>-Math.round(Math.log10(x))-1).join()`,
      ),
  },
  exponents: {
    bits: 8,
    source: (numbers) =>
      gives(`[${numbers.map((n) => `1e${n}`).join()}].map(x=>Math.round(Math.log10(x))).join()`),
  },
  'a bigint': {
    bits: 8,
    source: (numbers) => {
      const hex = numbers.map((n) => n.toString(16).padStart(2, '0')).join('')
      return gives(`0x1${hex}n.toString(16).slice(1).match(/../g).map(x=>parseInt(x,16)).join()`)
    },
  },
  'a string': {
    bits: 6,
    source: (numbers) => gives(`(${FROM_LETTERS})("${letters(numbers)}")`),
  },
  'a string of Unicode': {
    bits: 14,
    source: (numbers) => {
      const text = numbers.map((n) => `\\u${(n + 0x3400).toString(16)}`).join('')
      return gives(`[..."${text}"].map(c=>c.charCodeAt()-0x3400).join()`)
    },
  },
  'strings put together': {
    bits: 6,
    source: (numbers) =>
      gives(`(${FROM_LETTERS})(["${letters(numbers).split('').join('","')}"].join(""))`),
  },
  'the raw text of a template': {
    bits: 6,
    source: (numbers) => gives(`(${FROM_LETTERS})(((s)=>s.raw[0])\`${letters(numbers)}\`)`),
  },
  'invalid escapes of a template': {
    bits: 6,
    source: (numbers) =>
      gives(`(${FROM_LETTERS})(((s)=>s.raw[0])\`\\u${letters(numbers)}\`.slice(2))`),
  },
  'the source of a regular expression': {
    bits: 6,
    source: (numbers) =>
      gives(
        `(${FROM_LETTERS})(/${letters(numbers).replaceAll('$', '-')}/.source.replaceAll('-','$'))`,
      ),
  },
  'flags of regular expressions': {
    bits: 3,
    source: (numbers) => {
      return gives(
        `[${numbers.map((n) => `/a/${FLAGS[n]}`).join()}].map(r=>r.global+2*r.ignoreCase+4*r.multiline).join()`,
      )
    },
  },
  'keys of an object': {
    bits: 6,
    source: (numbers) =>
      gives(
        `(${FROM_NAMES})(Object.keys({${names(numbers)
          .map((name) => `${name}:0`)
          .join()}}))`,
      ),
  },
  'names of methods': {
    bits: 6,
    source: (numbers) =>
      gives(
        `(${FROM_NAMES})(Object.getOwnPropertyNames(class{${names(numbers)
          .map((name) => `static ${name}(){}`)
          .join('')}}).filter(k=>/^k\\d/.test(k)))`,
      ),
  },
  'properties that a proxy is asked for': {
    bits: 6,
    source: (numbers) =>
      `const ks=[],p=new Proxy({},{get:(_,k)=>(ks.push(k),p)});p.${names(numbers).join('.')};` +
      gives(`(${FROM_NAMES})(ks)`),
  },
  'errors of the engine': {
    bits: 6,
    source: (numbers) =>
      `const ks=Object.keys({});${names(numbers)
        .map((name) => `try{null.${name}}catch(e){ks.push(/k\\d+k[\\w$]*/.exec(e.message)[0])}`)
        .join('')}` + gives(`(${FROM_NAMES})(ks)`),
  },
  'undeclared variables': {
    bits: 6,
    source: (numbers) =>
      `const ks=Object.keys({});${names(numbers)
        .map((name) => `try{${name}}catch(e){ks.push(/k\\d+k[\\w$]*/.exec(e.message)[0])}`)
        .join('')}` + gives(`(${FROM_NAMES})(ks)`),
  },
  'code that is made of text': {
    bits: 10,
    source: (numbers) => gives(`(0,eval)("[${numbers.join()}]").join()`),
  },
  'words of the language': {
    bits: 8,
    source: (numbers) =>
      `const ks=[],p=new Proxy({},{get:(_,k)=>(ks.push(k),p)});p.${numbers.map((n) => WORDS[n]).join('.')};` +
      gives(`ks.map(k=>${JSON.stringify(WORDS.join(' '))}.split(' ').indexOf(k)).join()`),
  },
  'which variable it is': {
    bits: 6,
    source: (numbers) => {
      const all = Array.from({ length: 64 }, (_, i) => `v${i}`)
      return `let g=0;const ${all.map((v) => `${v}={n:g++}`).join()};${gives(`[${numbers.map((n) => `v${n}`).join()}].map(v=>v.n).join()`)}`
    },
  },
  'which of two variables it is': {
    bits: 1,
    source: (numbers) =>
      `const n={},y={};${gives(`[${numbers.map((n) => 'ny'[n]).join()}].map(v=>Number(v==y)).join()`)}`,
  },
  'true and false': {
    bits: 1,
    source: (numbers) => gives(`[${numbers.map((n) => n === 1).join()}].map(Number).join()`),
  },
  'holes of an array': {
    bits: 1,
    source: (numbers) =>
      `const y={},a=[${numbers.map((n) => (n ? 'y' : '')).join()},];${gives('Array.from(a,v=>Number(!!v)).join()')}`,
  },
  'lengths of arrays': {
    bits: 3,
    source: (numbers) =>
      gives(`[${numbers.map((n) => `[${','.repeat(n)}]`).join()}].map(a=>a.length).join()`),
  },
  'depths of arrays': {
    bits: 3,
    source: (numbers) =>
      gives(
        `[${numbers.map((n) => '['.repeat(n + 1) + ']'.repeat(n + 1)).join()}].map(a=>{let n=0;for(;a=a[0];)n++;return n}).join()`,
      ),
  },
  'numbers of parameters': {
    bits: 3,
    source: (numbers) =>
      gives(
        `[${numbers.map((n) => `(${'a,b,c,d,e,f,g,h'.slice(0, 2 * n)})=>0`).join()}].map(g=>g.length).join()`,
      ),
  },
  'numbers of arguments': {
    bits: 3,
    source: (numbers) =>
      `const g=(...a)=>a.length;${gives(`[${numbers.map((n) => `g(${'g,'.repeat(n)})`).join()}].join()`)}`,
  },
  'chains of operators': {
    bits: 1,
    source: (numbers) =>
      `const d=[];let a=1;const z=()=>d.push(0),o=()=>d.push(1);${numbers.map((n) => (n ? 'o()' : 'z()')).join(';')};${gives('d.join()')}`,
  },
  'signs of variables': {
    bits: 2,
    source: (numbers) =>
      `const g=u=>[${numbers.map((n) => `${'+-~!'[n]}u`).join()}];` +
      gives('g(2).map(v=>[2,-2,-3,false].indexOf(v)).join()'),
  },
  conditionals: {
    bits: 1,
    source: (numbers) =>
      `const y=x=>1,n=x=>0;${gives(`Array.from({length:${numbers.length}},(_,i)=>g(i)).join()`)};const g=i=>{let t=0;${numbers.map((n) => `if(i==t++)return ${n ? 'y()' : 'n()'}`).join(';')}}`,
  },
}
