import { LETTERS, LOWER_LETTERS } from '../../../library/strings/index.ts'

const UPPER_LETTERS = LOWER_LETTERS.toUpperCase()

/** Short, of odd length, with vowels, a digit, a blank and doubles: tells most operators apart. */
export const OPENING = 'Kobe 3gaTeb'

/** Every letter in both cases once, in no order; an operator of one letter shows. */
export const ALL_LETTERS = 'qWmZc tGyBx1hUoDk RjaVsFeNl2pIzSb YdHwAgMuCi XfTnLrEvJKOPQ'

/**
 * The first questions, the same for every function: the opening, all letters, doubles and blanks
 * at both ends, digits at the end, very short ones, other scripts.
 */
export const FIRST_INPUTS: readonly string[] = [
  ALL_LETTERS,
  OPENING,
  '  Sphinx of\tblack  quartz judge my vow ',
  'THE quick BROWN fox JUMPS over a LAZY dog 7057',
  'Zz',
  'b',
  'héLLo🙂Wörld uaé',
  'ebony',
  'U7Ab2Ui7',
  '',
  'Rime',
  'tUg',
  'vOrtex',
  'A1b2C3d',
  ' olive y',
  'Ygritte5B',
  'jumpedOveR',
  'E',
  'i',
  ' ',
  'aZ',
]

/** Asked again at the start: a random operator shows more often on a short input. */
export const REPEATED: readonly string[] = [OPENING, 'Zz', 'Zz', 'Zz', 'ebony', 'ebony']

/** Asked so often that the commonest character at each place is what is not random. */
export const DRAWN_INPUTS: readonly string[] = [ALL_LETTERS, OPENING]
export const DRAWS = 6

const prefixes = (letters: string, last: number) =>
  Array.from({ length: last + 1 }, (_, length) => letters.repeat(LONGEST_WORD).slice(0, length))

const LONGEST_WORD = 31

/** Inputs that tell programs apart which agree on the first ones. */
export const GENERAL: readonly string[] = [
  ...new Set([
    LOWER_LETTERS,
    UPPER_LETTERS,
    LOWER_LETTERS.split('').toReversed().join(''),
    UPPER_LETTERS.split('').toReversed().join(''),
    ' ',
    '\t',
    '\n',
    '  \u00a0',
    ' a',
    'a ',
    ' 4',
    '4 ',
    '  ab cd  ',
    'ab  cd\tef\nGh',
    ' Tea for 2 ',
    '\tOne 1\u2003two 2\r\n',
    'e\r\nB\r\n',
    'aa',
    'aA',
    'Aa',
    'zZ',
    'yZ',
    'ZA',
    '11',
    '10',
    '9a9',
    '12345678901',
    '5 apples, 7 pears & 5',
    'x1y2z3x1',
    '007',
    '🙂',
    '🙂🚀',
    'a🙂b',
    '🙂ab🚀e',
    'é',
    'ß',
    'ßtraße Ñu',
    'abßcdße',
    'ßßab1x',
    'Ñandú éa İx',
    'e\u0301a',
    '中文 abc',
    'Жя ОК',
    'ǆ o',
    '٣4',
    '-',
    '?!',
    'a-b_c@d.com',
    '$& $1 $$',
    'Mississippi',
    'AEIOU',
    'aeiou',
    'uoiea',
    'bcdfg',
    'rhythm',
    'queueing',
    'Hello, World!',
    'ALL CAPS 99',
    'aAbBcCdDeEfFgG',
    'AbCdEfGhIjKl',
    'zyxwvutsrqp',
    'noon Level Kayak',
    'thirty-one is unknown',
    'abcdefghij0123456789ABCDEFGHIJ',
    'abcdefghij0123456789ABCDEFGHIJK',
    'the quick brown fox jumps over the lazy dog and runs away again 12',
    'Aaaaaaaaa',
    'bbbbbbbbbbb',
    'pLumbJackdawsQuiz',
    'gymnastVexedWfkI',
    'zephyrQuoteBlimksXj',
    'thUngVidWaxbypFlocks',
    'murkyDeBinzHopQtag',
    'eeeeeeeeeeee',
    'a1e2i3o4u5',
    '1a2e3i4o5u6',
    'u b',
    'Z\tz',
    ...prefixes('yacedBobu', 13),
  ]),
]

/** Whether an input is text in printable ASCII, about which conventions hardly differ. */
export const isOrdinary = (input: string): boolean => /^[ -~]+$/.test(input)

/** Texts as people write them, which no program is chosen by: they try to refute the winner. */
export const FRESH: readonly string[] = [
  'Never odd or even, said Anna (twice).',
  'the cat and the dog and the bird and the cat',
  'PO Box 4711, 00815 Springfield',
  'mmmMMMbcc ddeeeFF',
  'Dear Sir,\r\nthank you.\r\n',
  'The five boxing wizards jump quickly past my lazy queue of vexed zebras while four old judges keep watch over the frozen lake and whisper about the weather, again and again.',
  'x',
  'Q',
  '9',
  'kiwi',
  'JUKEBOX',
  'o0O0o',
  'one-two_three.four',
  '  lost   in  space  ',
  'Bob',
  'syzygy',
  'WXYZ abcd 90',
  'Ünïcode œuvre naïve',
  'Зебра и кит 7',
  'Tab\tand\nline',
  'a, b; c: d! e?',
  'fgh JKL mnp QRS',
  'Supercalifragilisticexpialidocious',
  'eve EVE Eve',
]

/** Inputs about one letter, by letter. */
const LETTERED = new Map(
  LETTERS.split('').map((letter) => [
    letter,
    [
      `Io ${letter}7 ub${letter}uk`,
      `b${letter}c`,
      `${letter}x4 Ea${letter}`,
      `a ${letter}`,
      `${letter} b`,
      letter,
    ],
  ]),
)

/** Inputs that lead to every number word: by length, vowels, consonants and upper case. */
const COUNTED = ['abcdefghijklmnopqrstuvwxyz', 'aEioUAeIOu', 'BcDFghjKLm', 'XYZWVUTS'].flatMap(
  (letters) => prefixes(letters, LONGEST_WORD),
)

/** The inputs that can tell programs apart which name these letters, but for the general ones. */
export const letteredInputs = (letters: readonly string[]): readonly string[] => [
  ...letters.flatMap((letter) => LETTERED.get(letter) ?? []),
  ...letters.flatMap((a) => letters.map((b) => `e1${a}${b}`)),
]

/** All inputs that are thought about. */
export const POOL: readonly string[] = [
  ...new Set([...GENERAL, ...LETTERED.values().toArray().flat(), ...COUNTED]),
]

/** Inputs that are asked of, or thought about for, many functions, with their numbers from 0. */
export const COMMON_INPUTS: ReadonlyMap<string, number> = new Map(
  Array.from(new Set([...FIRST_INPUTS, ...POOL]), (input, index) => [input, index]),
)

/** A letter in the middle and at the ends. */
export const PLACES: readonly ((letter: string) => string)[] = [
  (letter) => `b${letter}c`,
  (letter) => `a ${letter}`,
  (letter) => `${letter} b`,
]

/**
 * Inputs that tell counts and positions apart: the general ones, and every
 * letter in the middle and at the ends.
 */
export const INFORMATIVE: readonly string[] = [
  ...GENERAL,
  ...LETTERS.split('').flatMap((letter) => PLACES.map((place) => place(letter))),
]

/** Inputs with a letter at every index, and so many times, up to the last number word. */
export const countsOf = (letter: string): readonly string[] => [
  ...prefixes('-', LONGEST_WORD).map((before) => before + letter),
  ...prefixes(letter, LONGEST_WORD),
]
