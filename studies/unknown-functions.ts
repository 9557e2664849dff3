/** Functions that no library of this project has, to see what an interpreter says of them. */
import { InvalidQuery } from '../plugins/contracts.ts'

export type UnknownNumeric = (x: number, random: () => number) => number
export type UnknownString = (input: string) => string

const { PI } = Math
const mod = (x: number, n: number) => x - n * Math.floor(x / n)
/** A fixed number in [0, 1) for an input, without any pattern. */
const hash = (x: number) => mod(Math.sin(x * 12.9898 + 4.137) * 43758.5453, 1)

export const UNKNOWN_NUMERIC: Readonly<Record<string, UnknownNumeric>> = {
  '5/x + 1': (x) => 5 / x + 1,
  '2 / (x - 3) + 4': (x) => 2 / (x - 3) + 4,
  '(x² + 1) / (x + 200)': (x) => (x * x + 1) / (x + 200),
  'x / (1 + |x|)': (x) => x / (1 + Math.abs(x)),
  '1 / (1 + |x|)': (x) => 1 / (1 + Math.abs(x)),
  'x sin(20πx)': (x) => x * Math.sin(20 * PI * x),
  'sin(x / 7.3)': (x) => Math.sin(x / 7.3),
  '3 sin(2πx/40) + 1': (x) => 3 * Math.sin((2 * PI * x) / 40) + 1,
  'x + 5 sin x': (x) => x + 5 * Math.sin(x),
  'sin(x²/100)': (x) => Math.sin((x * x) / 100),
  '|sin x|': (x) => Math.abs(Math.sin(x)),
  'sin x + sin(x / 3)': (x) => Math.sin(x) + Math.sin(x / 3),
  'sin(x) / x': (x) => (x === 0 ? 1 : Math.sin(x) / x),
  'x cos x': (x) => x * Math.cos(x),
  'x mod 7': (x) => mod(x, 7),
  '2 (x mod 31) - 3': (x) => 2 * mod(x, 31) - 3,
  'floor(x) mod 7': (x) => mod(Math.floor(x), 7),
  'round(x)': (x) => Math.round(x),
  'round(x / 3)': (x) => Math.round(x / 3),
  'trunc(x / 50)': (x) => Math.trunc(x / 50),
  'x^1.5': (x) => x ** 1.5,
  '|x|^0.5': (x) => Math.abs(x) ** 0.5,
  'cube root': (x) => Math.cbrt(x),
  'log(1 + |x|)': (x) => Math.log(1 + Math.abs(x)),
  'exp(x / 10)': (x) => Math.exp(x / 10),
  'exp(-|x|)': (x) => Math.exp(-Math.abs(x)),
  'x exp(-x² / 200)': (x) => x * Math.exp((-x * x) / 200),
  logistic: (x) => 1 / (1 + Math.exp(-x)),
  'steep logistic': (x) => 10 / (1 + Math.exp(-5 * (x - 20))),
  'slow logistic': (x) => 8 / (1 + Math.exp(-x / 30)),
  softplus: (x) => Math.log1p(Math.exp(x)),
  arctangent: (x) => Math.atan(x / 5),
  'step of three levels': (x) => (x < -20.5 ? 1 : x < 44.2 ? 3.5 : -2),
  'step of five levels': (x) => [4, -1, 2, 7, 0][Math.min(4, Math.floor((x + 128) / 52.3))]!,
  'jump of two lines': (x) => (x >= 37.3 ? 2 * x - 5 : -0.5 * x + 3),
  'jump of parabola and line': (x) => (x < -11.7 ? 0.1 * x * x : 3 * x + 40),
  'jump from sine to zero': (x) => (x < 12.3 ? 4 * Math.sin((2 * PI * x) / 5) : 0),
  'another law in an interval': (x) => (x > 20 && x < 33 ? -x : 3 * x + 2),
  'constant in an interval': (x) => (x > -60.2 && x < -52.9 ? 7 : 0.5 * x),
  'kink at 37.3': (x) => (x > 37.3 ? 2 * x : 74.6 + 0.3 * (x - 37.3)),
  'clamp to [-30, 50]': (x) => Math.min(50, Math.max(-30, x)),
  'dead zone': (x) => Math.sign(x) * Math.max(0, Math.abs(x) - 15),
  'triangle wave of period 40': (x) => Math.abs(mod(x, 40) - 20),
  'triangle wave of period 4': (x) => Math.abs(mod(x, 4) - 2),
  'outliers on a line': (x) => (hash(x) < 0.04 ? 500 : 2 * x + 1),
  'outliers on a parabola': (x) => (hash(x) < 0.03 ? -1e4 : 0.5 * x * x - 3),
  'outliers on a sine': (x) => (hash(x) < 0.05 ? 9 : Math.sin(2 * x)),
  'no pattern at all': hash,
  'product of three': (x) => 2 * x * Math.abs(x) * Math.sin(x),
  'three terms': (x) => Math.abs(x) + Math.tanh(x) + Math.cos(x),
  'x⁶': (x) => x ** 6,
  'polynomial of degree 7': (x) => 1e-10 * x ** 7 - 0.002 * x * x,
  'line with coarse rounding': (x) => Math.round(7 * x + 2) / 10,
  'minimum of parabola and line': (x) => Math.min(0.05 * x * x, 2 * x + 80),
  'narrow bump': (x) => 2 * x + 300 * Math.exp((-(x - 64.3) * (x - 64.3)) / 0.5),
  'undefined in the middle': (x) => (Math.abs(x) < 30 ? NaN : 3 * x - 1),
  'noise as wide as x': (x, random) => x * (2 * random() - 1) + 3,
  'rare spikes': (x, random) => 0.4 * x + (random() < 0.03 ? 80 : 0),
  'noise of 0.01': (x, random) => 2 * x + 5 + 0.01 * (2 * random() - 1),
  'noise of 20': (x, random) => x + 20 * (random() + random() + random() - 1.5),
  'noisy logistic': (x, random) => 20 / (1 + Math.exp(-x / 10)) + 2 * random() - 1,
  'noise in an interval, of another kind': (x, random) =>
    x > 10.2 && x < 30.1 ? 50 * random() : 2 * x - 4,
  'noise in two intervals': (x, random) =>
    (x > -70 && x < -50) || (x > 40 && x < 60) ? random() : 0.2 * x,
}

const letterwise = (input: string, change: (letter: string, base: number) => string) =>
  input.replace(/[a-z]/gi, (letter) => change(letter, letter <= 'Z' ? 65 : 97))
const turn = (by: number) => (letter: string, base: number) =>
  String.fromCharCode(base + ((letter.charCodeAt(0) - base + by) % 26))
const refuse = (input: string): never => {
  throw new InvalidQuery(`refuses ${JSON.stringify(input)}`)
}
const capitalize = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()
const reversed = (input: string) => Array.from(input).toReversed().join('')
const words = (input: string) => input.split(/\s+/).filter((word) => word !== '')
const DIGITS = 'zero one two three four five six seven eight nine ten'.split(' ')

export const UNKNOWN_STRINGS: Readonly<Record<string, UnknownString>> = {
  'letters of any script alone': (s) => s.replace(/\P{L}/gu, ''),
  'without letters of any script': (s) => s.replace(/\p{L}/gu, ''),
  'reversed by UTF-16 unit': (s) => s.split('').toReversed().join(''),
  'upper case of ASCII alone': (s) => s.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  'swapped case of ASCII alone': (s) =>
    s.replace(/[a-z]/gi, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())),
  'upper case, refuses nothing': (s) => (s === '' ? refuse(s) : s.toUpperCase()),
  'reversed, refuses other scripts': (s) => (/[^ -~\s]/.test(s) ? refuse(s) : reversed(s)),
  'first character, refuses nothing': (s) => (s === '' ? refuse(s) : Array.from(s)[0]!),
  'length in words, refuses above ten': (s) => DIGITS[Array.from(s).length] ?? refuse(s),
  'refuses all': refuse,
  rot13: (s) => letterwise(s, turn(13)),
  'shift by 11': (s) => letterwise(s, turn(11)),
  atbash: (s) => letterwise(s, (c, base) => String.fromCharCode(2 * base + 25 - c.charCodeAt(0))),
  'sorted characters': (s) => Array.from(s).toSorted().join(''),
  'each word once': (s) => [...new Set(s.split(' '))].join(' '),
  'each character once': (s) => [...new Set(s)].join(''),
  'title case': (s) => s.split(' ').map(capitalize).join(' '),
  initials: (s) =>
    words(s)
      .map((word) => word.charAt(0))
      .join(''),
  'digits hidden': (s) => s.replace(/\d/g, '*'),
  'vowels hidden': (s) => s.replace(/[aeiou]/gi, '*'),
  'run lengths': (s) => s.replace(/(.)\1*/gsu, (run, c: string) => c + Array.from(run).length),
  'reversed where longer than ten': (s) => (Array.from(s).length > 10 ? reversed(s) : s),
  'upper case where it holds a digit': (s) => (/\d/.test(s) ? s.toUpperCase() : s.toLowerCase()),
  'upper case where longer than 150': (s) => (s.length > 150 ? s : s.toUpperCase()),
  'length in digits': (s) => String(s.length),
  'reversed words': (s) => s.split(' ').toReversed().join(' '),
  'each word reversed': (s) => s.split(' ').map(reversed).join(' '),
  'every second character': (s) =>
    Array.from(s)
      .filter((_, i) => i % 2 === 0)
      .join(''),
  trimmed: (s) => s.trim(),
  'single blanks': (s) => s.replace(/\s+/g, ' '),
  'line ends of one kind': (s) => s.replaceAll('\r\n', '\n'),
  'pig latin': (s) => s.replace(/\b([a-z])([a-z]*)/gi, '$2$1ay'),
  doubled: (s) => s + s,
  'in brackets': (s) => `[${s}]`,
  'snake case': (s) => s.toLowerCase().replace(/\s+/g, '_'),
  'lower case, but reversed where it has a q': (s) =>
    s.includes('q') ? reversed(s.toLowerCase()) : s.toLowerCase(),
  'three operators': (s) => reversed(s).toUpperCase().replaceAll('E', 'x'),
  'always the same': () => 'forty-two',
  itself: (s) => s,
}

/** Functions of the above that depart from themselves somewhere: to say so is no false alarm. */
export const LOCAL_DEPARTURES: ReadonlySet<string> = new Set([
  'another law in an interval',
  'constant in an interval',
  'outliers on a line',
  'outliers on a parabola',
  'outliers on a sine',
  'narrow bump',
  'undefined in the middle',
  'rare spikes',
  'noise in an interval, of another kind',
  'noise in two intervals',
  'letters of any script alone',
  'without letters of any script',
  'reversed by UTF-16 unit',
  'upper case of ASCII alone',
  'swapped case of ASCII alone',
])
