import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from './program.ts'
import { WITHOUT_PARAMETER } from './without-parameter.ts'

/** Inputs and outputs worked out by hand from the definitions. */
const EXAMPLES: Record<string, readonly (readonly [input: string, output: string])[]> = {
  length: [
    ['hello', 'five'],
    ['', 'zero'],
    ['🙂é', 'two'],
    ['a'.repeat(20), 'twenty'],
    ['a'.repeat(21), 'twenty-one'],
    ['a'.repeat(29), 'twenty-nine'],
    ['a'.repeat(30), 'thirty'],
    ['a'.repeat(31), 'unknown'],
  ],
  last_digit_index: [
    ['a1b2', 'three'],
    ['a1b1', 'one'],
    ['1a', ''],
    ['', ''],
    ['7', 'zero'],
    ['🙂5', 'one'],
    ['a٣', ''],
    ['-'.repeat(31) + '4', 'unknown'],
  ],
  letter_indexes: [
    ['ab1a', 'zero one zero'],
    ['aA', 'zero one'],
    ['', ''],
    ['12', ''],
    ['🙂b', 'one'],
    ['é', ''],
  ],
  lower_case: [
    ['AbC 1', 'abc 1'],
    ['', ''],
    ['É🙂', 'é🙂'],
  ],
  upper_case: [
    ['AbC 1', 'ABC 1'],
    ['', ''],
    ['é🙂', 'É🙂'],
  ],
  capitalize: [
    ['hELLO World', 'Hello world'],
    ['a\nB', 'A\nb'],
    ['', ''],
    ['éA', 'Éa'],
    ['🙂AB', '🙂ab'],
    ['x', 'X'],
  ],
  reverse: [
    ['abc', 'cba'],
    ['', ''],
    ['a🙂b', 'b🙂a'],
    ['x', 'x'],
  ],
  reverse_first_half: [
    ['abcd', 'bacd'],
    ['abcde', 'bacde'],
    ['', ''],
    ['a', 'a'],
    ['🙂bcd', 'b🙂cd'],
  ],
  reverse_last_half: [
    ['abcd', 'abdc'],
    ['abcde', 'abedc'],
    ['', ''],
    ['a', 'a'],
    ['ab🙂d', 'abd🙂'],
  ],
  digits_to_words: [
    ['a1b20', 'one two zero'],
    ['', ''],
    ['abc', ''],
    ['9', 'nine'],
    ['٣4', 'four'],
  ],
  remove_digits: [
    ['a1b20', 'ab'],
    ['', ''],
    ['12', ''],
    ['٣🙂4', '٣🙂'],
  ],
  keep_upper_case: [
    ['aBcD É', 'BD'],
    ['', ''],
    ['abc', ''],
  ],
  remove_white_space: [
    [' a\tb\u00a0c\n', 'abc'],
    ['', ''],
    ['🙂 🙂', '🙂🙂'],
  ],
  first_character: [
    ['abc', 'a'],
    ['', ''],
    ['🙂b', '🙂'],
    [' x', ' '],
  ],
  last_character: [
    ['abc', 'c'],
    ['', ''],
    ['b🙂', '🙂'],
  ],
  middle_character: [
    ['abc', 'b'],
    ['abcd', 'bc'],
    ['', ''],
    ['a', 'a'],
    ['ab', 'ab'],
    ['a🙂c', '🙂'],
  ],
  remove_duplicates: [
    ['hello', 'helo'],
    ['aAa', 'aA'],
    ['', ''],
    ['🙂a🙂', '🙂a'],
  ],
  reverse_words: [
    ['ab cd', 'ba dc'],
    ['  ab \t cd\n', 'ba dc'],
    ['', ''],
    [' ', ''],
    ['a🙂 b', '🙂a b'],
  ],
  count_vowels: [
    ['hEllo', 'two'],
    ['', 'zero'],
    ['é🙂', 'zero'],
    ['y', 'zero'],
  ],
  count_consonants: [
    ['hEllo', 'three'],
    ['', 'zero'],
    ['ñ1', 'zero'],
    ['yY', 'two'],
  ],
  count_upper_case: [
    ['hEllO', 'two'],
    ['', 'zero'],
    ['É', 'zero'],
  ],
  count_lower_case: [
    ['hEllO', 'three'],
    ['', 'zero'],
    ['é', 'zero'],
  ],
  replace_vowels_with_first: [
    ['hello', 'hhllh'],
    ['', ''],
    ['e', 'e'],
    ['🙂ab', '🙂🙂b'],
    ['$a', '$$'],
  ],
  replace_vowels_with_last: [
    ['hallow', 'hwllww'],
    ['', ''],
    ['ab🙂', '🙂b🙂'],
    ['a$', '$$'],
  ],
  replace_vowels_with_middle: [
    ['abcd', 'cbcd'],
    ['a$b', '$$b'],
    ['', ''],
    ['a', 'a'],
    ['a🙂b', '🙂🙂b'],
  ],
  replace_vowels_by_count: [
    ['house', 'huusu'],
    ['', ''],
    ['xyz', 'xyz'],
    ['🙂a', '🙂🙂'],
    ['bat', 'bbt'],
  ],
  reverse_vowels: [
    ['hEllo', 'hollE'],
    ['', ''],
    ['xyz', 'xyz'],
    ['a🙂u', 'u🙂a'],
  ],
  alternate_case: [
    ['hello', 'HeLlO'],
    ['', ''],
    ['🙂Éé', '🙂éÉ'],
    ['aB c', 'Ab c'],
  ],
  strip: [
    ['\t a b\u2003', 'a b'],
    ['', ''],
    [' ', ''],
    ['🙂 ', '🙂'],
  ],
  strip_left: [
    [' a ', 'a '],
    ['', ''],
    ['\n🙂', '🙂'],
  ],
  strip_right: [
    [' a ', ' a'],
    ['', ''],
    ['🙂\t', '🙂'],
  ],
  shift_by_length: [
    ['xYz', 'aBc'],
    ['', ''],
    ['é🙂a', 'é🙂d'],
    ['a'.repeat(27), 'b'.repeat(27)],
    ['a-', 'c-'],
  ],
  shift_middle_by_length: [
    ['abc', 'aec'],
    ['abcd', 'abcd'],
    ['', ''],
    ['a', 'a'],
    ['aZb', 'aCb'],
    ['a🙂c', 'a🙂c'],
    ['🙂a🙂', '🙂d🙂'],
  ],
  append_first: [
    ['abc', 'abca'],
    ['', ''],
    ['🙂b', '🙂b🙂'],
  ],
  append_last: [
    ['abc', 'abcc'],
    ['', ''],
    ['b🙂', 'b🙂🙂'],
  ],
  append_middle: [
    ['abc', 'abcb'],
    ['abcd', 'abcdc'],
    ['', ''],
    ['a', 'aa'],
    ['a🙂c', 'a🙂c🙂'],
  ],
  swap_first_last: [
    ['abc', 'cba'],
    ['abcd', 'dbca'],
    ['', ''],
    ['a', 'a'],
    ['ab', 'ba'],
    ['🙂bc', 'cb🙂'],
  ],
  first_alphabet_position: [
    ['abc', 'one'],
    ['Zoo', 'twenty-six'],
    ['', 'zero'],
    ['1a', 'zero'],
    ['é', 'zero'],
  ],
  last_alphabet_position: [
    ['abc', 'three'],
    ['aZ', 'twenty-six'],
    ['', 'zero'],
    ['a!', 'zero'],
    ['a🙂', 'zero'],
  ],
  middle_alphabet_position: [
    ['abc', 'two'],
    ['abcd', 'three'],
    ['', 'zero'],
    ['a.c', 'zero'],
    ['🙂T🙂', 'twenty'],
  ],
}

/** What a random operator gives where `Math.random` gives `draw`. */
const RANDOM_EXAMPLES: Record<
  string,
  readonly (readonly [input: string, draw: number, output: string])[]
> = {
  shift_random_up: [
    ['abcd', 0, 'abcd'],
    ['abcd', 0.5, 'abed'],
    ['abcZ', 0.99, 'abcC'],
    ['', 0.5, ''],
    ['🙂b', 0.5, '🙂c'],
    ['a-', 0.5, 'a-'],
  ],
  shift_random_down: [
    ['abcd', 0.5, 'abad'],
    ['abcA', 0.99, 'abcX'],
    ['', 0.5, ''],
    ['🙂b', 0.5, '🙂a'],
  ],
}

test('every operator has examples', () => {
  expect(Object.keys({ ...EXAMPLES, ...RANDOM_EXAMPLES }).toSorted()).toEqual(
    WITHOUT_PARAMETER.map(({ name }) => name).toSorted(),
  )
  expect(WITHOUT_PARAMETER.filter(({ random }) => random).map(({ name }) => name)).toEqual(
    Object.keys(RANDOM_EXAMPLES),
  )
})

for (const [name, examples] of Object.entries(EXAMPLES)) {
  const run = compile(name, [])
  test.for(examples)(`${name} of %j is %j`, ([input, output]) => {
    expect(run(input)).toBe(output)
  })
}

for (const [name, examples] of Object.entries(RANDOM_EXAMPLES)) {
  test.for(examples)(`${name} of %j at %d is %j`, ([input, draw, output]) => {
    expect(compile(name, [], () => draw)(input)).toBe(output)
  })
}

const text = fc.string({ unit: 'binary' })
const size = (string: string) => Array.from(string).length

test.for(['reverse', 'reverse_first_half', 'reverse_vowels', 'swap_first_last'])(
  '%s undoes itself',
  (name) => {
    const run = compile(name, [])
    fc.assert(
      fc.property(text, (input) => {
        expect(run(run(input))).toBe(input)
      }),
    )
  },
)

test.for([
  'lower_case',
  'upper_case',
  'remove_digits',
  'keep_upper_case',
  'remove_white_space',
  'first_character',
  'last_character',
  'middle_character',
  'remove_duplicates',
  'strip',
  'strip_left',
  'strip_right',
])('%s changes nothing the second time', (name) => {
  const run = compile(name, [])
  fc.assert(
    fc.property(text, (input) => {
      expect(run(run(input))).toBe(run(input))
    }),
  )
})

test.for([
  'reverse',
  'reverse_first_half',
  'reverse_last_half',
  'reverse_vowels',
  'swap_first_last',
  'shift_by_length',
  'shift_middle_by_length',
  'replace_vowels_with_first',
  'replace_vowels_with_last',
  'replace_vowels_with_middle',
  'replace_vowels_by_count',
])('%s keeps the length', (name) => {
  const run = compile(name, [])
  fc.assert(
    fc.property(text, (input) => {
      expect(size(run(input))).toBe(size(input))
    }),
  )
})

const word = (name: string, input: string) => compile(name, [])(input)

test('vowels and consonants are the letters', () => {
  const ascii = fc.string({
    unit: fc.constantFrom(...'aeioubcdyzAEXYZ 1é'.split('')),
    maxLength: 30,
  })
  fc.assert(
    fc.property(ascii, (input) => {
      const vowels = input.replace(/[^aeiou]/gi, '')
      const consonants = input.replace(/[^a-z]|[aeiou]/gi, '')
      expect(word('count_vowels', input)).toBe(word('length', vowels))
      expect(word('count_consonants', input)).toBe(word('length', consonants))
    }),
  )
})
