/**
 * Functions that operators share, as JavaScript source. Their names are one capital letter,
 * which keeps the code of a truth short: an answer is measured against its length.
 */
export const HELPERS: Readonly<Record<string, string>> = {
  /** The English word for a number from 0 to 30, else `unknown`. */
  W: `const N='zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(' '),W=n=>N[n]??(n<30?'twenty-'+N[n-20]:n>30?'unknown':'thirty')`,
  /** Caesar shift of all letters of a string, up by k. */
  S: `const S=(t,k)=>{let r='';for(const c of t){const n=c.charCodeAt(),b=n<97?65:97,i=n-b;r+=i<0||i>25?c:String.fromCharCode(b+((i+k)%26+26)%26)}return r}`,
  /** The string with its letter at index i shifted up by k. */
  I: `const I=(x,i,k)=>{const c=[...x];if(i in c)c[i]=S(c[i],k);return c.join('')}`,
  /** The string with its middle letter shifted up by k: only odd lengths of 3 and more. */
  M: `const M=(x,k)=>{const n=[...x].length;return n%2&&n>2?I(x,n>>1,k):x}`,
  /** The string in lower case, its letters shifted up k times by the place of the one at index i. */
  L: `const L=(x,i,k)=>{const t=x.toLowerCase(),c=[...t][i];return c?S(t,k*(c.codePointAt()-97)):x}`,
  /** Position of a letter in the alphabet from 1, else 0. */
  P: `const P=c=>/^[a-z]$/i.test(c)?c.toLowerCase().charCodeAt()-96:0`,
  /** A letter with its code point moved by k; the letter e moves by w instead. */
  D: `const D=(c,k,e,w)=>String.fromCharCode(c.charCodeAt()+(c.toLowerCase()==e?w:k))`,
}

/** The helpers that some source calls, those that they call included, in order of definition. */
export function helpersOf(source: string): string[] {
  let needed = source
  const names = Object.keys(HELPERS)
  // Later helpers call earlier ones only, so one pass backwards finds all.
  const used = names.toReversed().filter((name) => {
    const called = new RegExp(`\\b${name}\\(`).test(needed)
    if (called) needed += HELPERS[name]
    return called
  })
  return used.toReversed().flatMap((name) => HELPERS[name] ?? [])
}
