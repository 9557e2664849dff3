import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { LOWER_LETTERS } from './parameters.ts'
import { compile, type Step } from './program.ts'
import { WITH_DIGIT, WITH_LETTER, WITH_OTHER_PARAMETER } from './with-parameter.ts'

type Example = readonly [params: Step['params'], input: string, output: string]

const KEYBOARD = 'qwertyuiopasdfghjklzxcvbnm'

/** Arguments, inputs and outputs worked out by hand from the definitions. */
const EXAMPLES: Record<string, readonly Example[]> = {
  shift_up: [
    [[1], 'aZ z-', 'bA a-'],
    [[9], 'Hello', 'Qnuux'],
    [[3], '', ''],
    [[3], 'é🙂x', 'é🙂a'],
  ],
  shift_down: [
    [[1], 'aZ z-', 'zY y-'],
    [[9], 'Qnuux', 'Hello'],
    [[3], '', ''],
    [[3], 'é🙂a', 'é🙂x'],
  ],
  insert_digit: [
    [[4], 'ab', 'a4b'],
    [[4], 'abc', 'a4bc'],
    [[4], 'a', '4a'],
    [[4], '', '4'],
    [[4], '🙂b', '🙂4b'],
  ],
  shift_middle_up: [
    [[2], 'abc', 'adc'],
    [[2], 'aZc', 'aBc'],
    [[2], 'abcd', 'abcd'],
    [[2], 'a', 'a'],
    [[2], '', ''],
    [[2], '🙂b🙂', '🙂d🙂'],
    [[2], 'a-c', 'a-c'],
  ],
  shift_middle_down: [
    [[2], 'abc', 'azc'],
    [[2], 'abcd', 'abcd'],
    [[2], 'a', 'a'],
    [[2], '', ''],
    [[2], 'aéc', 'aéc'],
  ],
  shift_up_by_letter: [
    [[1], 'aBz', 'bca'],
    [[1], 'aaB', 'aab'],
    [[1], 'A', 'A'],
    [[1], '', ''],
    [[1], '623 cherrys', '623 hmjwwdx'],
    [[3], '623 cherrys', '623 pureelf'],
    [[1], 'A1', 'e1'],
    [[1], 'Z-B', 'z-b'],
    [[1], '🙂D', '🙂g'],
    [[1], 'a🙂', 'p🙂'],
    [[9], '012345678Z', '012345678y'],
  ],
  shift_down_by_letter: [
    [[1], 'aBz', 'zay'],
    [[1], 'A', 'A'],
    [[1], '', ''],
    [[1], '623 cherrys', '623 xczmmtn'],
    [[1], 'A1', 'w1'],
    [[1], '🙂D', '🙂a'],
  ],
  append_unless_ending: [
    [['s'], 'cat', 'cats'],
    [['s'], 'cats', 'cats'],
    [['s'], 'CATS', 'CATSs'],
    [['s'], '', 's'],
    [['s'], '🙂', '🙂s'],
  ],
  insert_letter: [
    [['X'], 'ab', 'aXb'],
    [['X'], 'abc', 'aXbc'],
    [['X'], '', 'X'],
    [['X'], '🙂b', '🙂Xb'],
  ],
  count_letter: [
    [['l'], 'hello', 'two'],
    [['l'], 'LL', 'zero'],
    [['l'], '', 'zero'],
    [['l'], 'l'.repeat(31), 'unknown'],
    [['e'], 'é', 'zero'],
  ],
  split_at_letter: [
    [['l'], 'hello', 'he  o'],
    [['l'], '', ''],
    [['l'], 'l🙂l', ' 🙂 '],
    [['l'], 'L', 'L'],
  ],
  letter_index: [
    [['l'], 'hello', 'two'],
    [['h'], 'hello', 'zero'],
    [['z'], 'hello', 'none'],
    [['l'], '', 'none'],
    [['b'], '🙂b', 'one'],
    [['b'], '-'.repeat(31) + 'b', 'unknown'],
  ],
  remove_letter: [
    [['l'], 'hello L', 'heo L'],
    [['l'], '', ''],
    [['l'], 'l🙂', '🙂'],
  ],
  replace_vowels: [
    [['x'], 'hEllo', 'hxllx'],
    [['x'], '', ''],
    [['x'], 'é🙂a', 'é🙂x'],
  ],
  replace_letter: [
    [['l', 'L'], 'hello', 'heLLo'],
    [['h', 'j'], 'Hh', 'Hj'],
    [['l', 'L'], '', ''],
    [['b', 'c'], '🙂b', '🙂c'],
  ],
  append_letters: [
    [['lvB'], 'abc', 'abclvB'],
    [['x'], '', 'x'],
    [['Ab'], '🙂Ab', '🙂AbAb'],
  ],
  swap_indices: [
    [[0, 3], 'abcd', 'dbca'],
    [[3, 0], 'abcd', 'dbca'],
    [[0, 4], 'abcd', 'abcd'],
    [[0, 1], '', ''],
    [[0, 1], '🙂b', 'b🙂'],
  ],
  shift_at_index: [
    [[2, 0], 'abc', 'cbc'],
    [[0, 2], 'abc', 'abc'],
    [[1, 0], 'J', 'J'],
    [[1, 0], 'Ja', 'Ka'],
    [[9, 2], 'abZdefghi', 'abZdefghi'],
    [[9, 2], 'abZdefghij', 'abIdefghij'],
    [[2, 3], 'abc', 'abc'],
    [[1, 0], '', ''],
    [[2, 1], '🙂b🙂', '🙂d🙂'],
    [[2, 1], 'a-c', 'a-c'],
  ],
  move_first_up: [
    [[1], 'abc', 'bbc'],
    [[5], 'zoo', 'aoo'],
    [[0], 'Zoo', 'Aoo'],
    [[2], 'yes', '{es'],
    [[2], '1a', '1a'],
    [[2], '', ''],
    [[2], '🙂', '🙂'],
  ],
  move_first_down: [
    [[1], 'bc', 'ac'],
    [[5], 'abc', 'zbc'],
    [[0], 'Abc', 'Zbc'],
    [[2], 'bc', '`c'],
    [[2], '', ''],
    [[2], 'éa', 'éa'],
  ],
  move_last_up: [
    [[1], 'abc', 'abd'],
    [[5], 'fuzz', 'fuza'],
    [[3], 'X', '['],
    [[2], 'a1', 'a1'],
    [[2], '', ''],
    [[2], 'a\n', 'a\n'],
    [[2], 'a🙂', 'a🙂'],
  ],
  move_last_down: [
    [[1], 'abc', 'abb'],
    [[5], 'sea', 'sez'],
    [[5], 'SEA', 'SEZ'],
    [[1], 'B', 'A'],
    [[2], '', ''],
    [[2], 'aé', 'aé'],
  ],
  permute_letters: [
    [[KEYBOARD], 'aBz', 'qwm'],
    [[KEYBOARD], '', ''],
    [[KEYBOARD], 'É🙂 1b', 'é🙂 1w'],
  ],
}

const OPERATORS = [...WITH_DIGIT, ...WITH_LETTER, ...WITH_OTHER_PARAMETER]

test('every operator has examples', () => {
  expect(Object.keys(EXAMPLES)).toEqual(OPERATORS.map(({ name }) => name))
})

for (const [name, examples] of Object.entries(EXAMPLES)) {
  test.for(examples)(`${name} %j of %j is %j`, ([params, input, output]) => {
    expect(compile(name, params)(input)).toBe(output)
  })
}

const text = fc.string({ unit: 'binary' })
const digit = fc.integer({ min: 1, max: 9 })

test('a shift up and down is none', () => {
  fc.assert(
    fc.property(text, digit, (input, k) => {
      expect(compile('shift_down', [k])(compile('shift_up', [k])(input))).toBe(input)
      expect(compile('shift_middle_down', [k])(compile('shift_middle_up', [k])(input))).toBe(input)
    }),
  )
})

test('a swap undoes itself', () => {
  const index = fc.integer({ min: 0, max: 9 })
  fc.assert(
    fc.property(text, index, index, (input, i, j) => {
      fc.pre(i !== j)
      const run = compile('swap_indices', [i, j])
      expect(run(run(input))).toBe(input)
    }),
  )
})

test('a permutation is undone by its inverse', () => {
  const letters = LOWER_LETTERS.split('')
  const lower = fc.string({ unit: fc.constantFrom(...letters, ' ', '1', '🙂') })
  const permutation = fc.shuffledSubarray(letters, { minLength: 26 })
  fc.assert(
    fc.property(lower, permutation, (input, images) => {
      const inverse = letters.map((letter) => letters[images.indexOf(letter)]).join('')
      const there = compile('permute_letters', [images.join('')])
      expect(compile('permute_letters', [inverse])(there(input))).toBe(input)
    }),
  )
})

test('removing a letter leaves none to count', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('a', 'Q'), (input, letter) => {
      const removed = compile('remove_letter', [letter])(input)
      expect(compile('count_letter', [letter])(removed)).toBe('zero')
      expect(compile('letter_index', [letter])(removed)).toBe('none')
    }),
  )
})
