import { describe, expect, test } from 'vitest'
import { assemble } from './assemble.ts'
import { interpret } from './interpret.ts'
import { map, select, type SOp, tokens, type Value, width } from './language.ts'
import { planOf } from './plan.ts'
import {
  count,
  countLessFreq,
  detectPattern,
  dyck1,
  fracPrevs,
  fractionOf,
  hist,
  identity,
  induction,
  length,
  pairBalance,
  reverse,
  shift,
  sort,
  sortFreq,
  sortUnique,
} from './programs.ts'
import { answersOf, numbersOf, sequences } from './testing.ts'

const LONGEST = 5
const letters = ['a', 'b', 'c']

const PROGRAMS: Record<string, [SOp, readonly NonNullable<Value>[]]> = {
  identity: [identity(), letters],
  length: [length('_'), ['a', 'b', '_']],
  frac_prevs: [fractionOf(fracPrevs('a'), LONGEST), letters],
  hist: [hist(), letters],
  count: [count('b'), letters],
  reverse: [reverse('_'), ['a', 'b', '_']],
  sort_unique: [sortUnique(), letters],
  sort: [sort(), letters],
  sort_freq: [sortFreq(), letters],
  pair_balance: [fractionOf(pairBalance('(', ')'), LONGEST), ['(', ')', 'x']],
  dyck1: [dyck1('(', ')', '_'), ['(', ')', '_']],
  shift: [shift(1), letters],
  detect_pattern: [detectPattern(['a', 'b', 'a']), letters],
  induction: [induction(), letters],
  count_less_freq: [countLessFreq(1), letters],
}

describe.each(Object.entries(PROGRAMS))('%s', (_, [program, alphabet]) => {
  const plan = planOf(program, { tokens: alphabet, longest: LONGEST })
  const numbers = numbersOf(plan)
  const model = assemble(plan, numbers)

  test('a compiled model does what the program says, on all short inputs', () => {
    for (let n = 1; n <= LONGEST; n++) {
      const inputs = sequences(alphabet, n)
      const answers = answersOf(model, numbers, inputs)
      const wrong = inputs.flatMap((input, b) =>
        interpret(program, input).flatMap((expected, i) =>
          expected === undefined || expected === answers[b]![i]
            ? []
            : [{ input: input.join(''), position: i, expected, got: answers[b]![i] }],
        ),
      )
      expect(wrong).toEqual([])
    }
  })
})

test('what cannot be compiled is refused', () => {
  const number = map(tokens, () => 1, 'numerical')
  expect(() => planOf(number, { tokens: letters, longest: 3 })).toThrow('must end in a categorical')
  expect(() => width(select(number, tokens, () => true))).toThrow('must be categorical')
})
