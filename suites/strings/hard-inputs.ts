import type { Random } from '../../plugins/contracts.ts'
import { integer, pick, repeat, shuffled } from './draw.ts'
import {
  LETTERS,
  LOWER_LETTERS,
  PARAMETER_SPACES,
  operatorNamed,
  program,
  type Step,
} from '../../library/strings/index.ts'
import { WORDS } from './words.ts'

/** What a function's operators look at: its letters, and the indices and amounts it was given. */
export interface Bait {
  readonly letters: readonly string[]
  readonly numbers: readonly number[]
}

/** The bait of a function; a letter stands for those that the first operator turns into it, too. */
export function baitOf(steps: readonly Step[]): Bait {
  const params = steps.flatMap((step) =>
    PARAMETER_SPACES[operatorNamed(step.operator).parameter].values ? step.params : [],
  )
  const letters = params.filter((value) => typeof value === 'string')
  const numbers = params.filter((value) => typeof value === 'number')
  const [inner, outer] = steps
  if (!inner || !outer || letters.length === 0 || operatorNamed(inner.operator).random)
    return { letters, numbers }
  const { run } = program([inner])
  const sources = LETTERS.split('').filter((letter) => letters.includes(run(letter)))
  return { letters: [...new Set([...letters, ...sources])], numbers }
}

const DIGITS = '0123456789'
const VOWELS = 'aeiouAEIOU'
const PUNCTUATION = '.,;:!?-_\'"()[]{}/\\|@#$%^&*+=<>~`'
const WHITE_SPACE = [' ', ' ', '  ', '\t', '\n', '\r\n', '\u00a0', '\u2003']
/** Letters of other scripts, astral emoji, a combining accent, a joiner, a flag's half, CJK. */
const FOREIGN = [
  'é',
  'ß',
  'Ñ',
  'ø',
  'Ω',
  'я',
  'Ж',
  '中',
  '文',
  '🙂',
  '🚀',
  '𝒳',
  '\u0301',
  '\u200d',
  '🇳',
  '٣',
]
/** The ends of the alphabet, where shifts and movements wrap. */
const ENDS = 'aAzZbByY'
/** Around the last number that has a word of its own, and around the last with any. */
const WORD_LENGTHS = [19, 20, 21, 29, 30, 31, 32]

const SINGLES = ['', ' ', '\t', 'a', 'Z', 'e', '7', '0', '🙂', '\u0301', '-']
const PAIRS = ['aB', 'Zz', 'oU', 'x1', '11', 'a ', ' a', '🙂🙂', 'é!', '\t\t']

const otherCase = (a: string) => (a === a.toLowerCase() ? a.toUpperCase() : a.toLowerCase())

type Draw = () => string

/** Hard inputs of all kinds around one function. */
function kinds(random: Random, bait: Bait): readonly (readonly [count: number, draw: Draw])[] {
  const letters = bait.letters.length > 0 ? bait.letters : (ENDS + VOWELS).split('')
  const alphabet = LETTERS + LETTERS + VOWELS + DIGITS + ' .-'
  const one = (from: ArrayLike<string>) => pick(random, from)
  const string = (length: number, from: ArrayLike<string> = alphabet) =>
    repeat(length, () => one(from)).join('')
  const letter = () => one(letters)
  const mixed = (parts: readonly string[]) => shuffled(random, parts).join('')
  const short = () => string(integer(random, 1, 6))

  return [
    // The function's own letters: at both ends, doubled, in the other case, several, alone.
    [8, () => letter() + short() + letter()],
    [6, () => letter() + short() + letter().repeat(2) + short()],
    [6, () => mixed([letter(), otherCase(letter()), short(), letter(), short()])],
    [4, () => string(integer(random, 2, 12), [...letters, ...letters.map(otherCase), ' '])],
    [4, () => short() + otherCase(letter())],
    // The function's own indices: just too short, and just long enough.
    [
      14,
      () => {
        const length = bait.numbers.length > 0 ? pick(random, bait.numbers) : integer(random, 0, 8)
        return string(Math.max(1, length + integer(random, 0, 3)), LETTERS + ' 5')
      },
    ],
    [5, () => string(pick(random, WORD_LENGTHS), LOWER_LETTERS + VOWELS)],
    [3, () => string(pick(random, WORD_LENGTHS), pick(random, [VOWELS, 'bcdfg', 'QRST', letters]))],
    [4, () => string(integer(random, 100, 300))],
    [5, () => one(ENDS) + string(integer(random, 0, 7)) + one(ENDS)],
    [
      4,
      () => {
        const digit = one(DIGITS)
        return mixed([short(), digit, short()]) + digit
      },
    ],
    [3, () => string(integer(random, 2, 12), DIGITS)],
    [5, () => one(WHITE_SPACE) + one(WORDS) + one(WHITE_SPACE) + short() + one(WHITE_SPACE)],
    [
      3,
      () =>
        string(integer(random, 2, 6), WHITE_SPACE) +
        mixed([one(WORDS), one(WHITE_SPACE), letter()]),
    ],
    [3, () => string(integer(random, 3, 15), PUNCTUATION)],
    [3, () => mixed([one(WORDS), string(3, PUNCTUATION), letter(), one(DIGITS)])],
    [6, () => mixed([string(integer(random, 2, 5), FOREIGN), short(), letter()])],
    [3, () => one(FOREIGN) + short() + one(FOREIGN)],
    [3, () => string(integer(random, 2, 9), [one(LETTERS), one(LETTERS)])],
  ]
}

/**
 * 100 different inputs made to be hard for the function that `bait` is of: empty and tiny ones,
 * its own letters and indices, repeated letters, mixed case, digits, blanks and tabs, lengths
 * about thirty and up to 300, punctuation, other scripts, emoji and combining marks.
 */
export function hardInputs(random: Random, bait: Bait): string[] {
  const inputs = new Set(['', ...shuffled(random, SINGLES.slice(1)).slice(0, 4)])
  for (const pair of shuffled(random, PAIRS).slice(0, 3)) inputs.add(pair)
  for (const [count, draw] of kinds(random, bait)) {
    const full = inputs.size + count
    while (inputs.size < full) inputs.add(draw())
  }
  return shuffled(random, inputs)
}
