import { range } from 'd3-array'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Question } from '../contracts.ts'
import { randomStream } from '../utils/random.ts'
import { CHOICES, type Drafting, drawQuestions, QUESTIONS } from './unit-test.ts'

const string = (kind: string): Drafting<string, string> => {
  let next = 0
  return () => {
    const name = `${kind}${next++}`
    return {
      own: { input: name, output: 'own' },
      others: [
        { input: `${name} a`, output: 'other' },
        { input: `${name} b`, output: 'other' },
      ],
    }
  }
}
const none = () => null
/** The inputs of the function's own examples. */
const inputsOf = (questions: readonly Question[]) =>
  questions.map(({ choices, right }) => choices[right]!.input as string)

test('every position is right three or four times, whatever the stream', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const questions = drawQuestions([string('')], randomStream(seed))!
      expect(questions).toHaveLength(QUESTIONS)
      for (const position of range(CHOICES))
        expect(questions.filter(({ right }) => right === position).length).toBeOneOf([3, 4])
      for (const { choices, right } of questions)
        expect(choices.map(({ output }) => output === 'own')).toEqual(
          range(CHOICES).map((i) => i === right),
        )
    }),
  )
})

test('no position is right more often than others over many functions', () => {
  const counts = range(CHOICES).map(() => 0)
  for (const seed of range(600))
    for (const { right } of drawQuestions([string('')], randomStream(seed))!) counts[right]!++
  for (const count of counts) expect(Math.abs(count / 6000 - 1 / 3)).toBeLessThan(0.02)
})

test('neither does the order of kinds tell the position', () => {
  const first = range(400).flatMap((seed) => {
    const questions = drawQuestions([string('a'), string('b')], randomStream(seed))!
    return questions.filter((_, i) => inputsOf(questions)[i]!.startsWith('a'))
  })
  for (const position of range(CHOICES)) {
    const share = first.filter(({ right }) => right === position).length / first.length
    expect(Math.abs(share - 1 / 3)).toBeLessThan(0.05)
  }
})

test('the same stream gives the same questions', () => {
  const draw = () => drawQuestions([string('a'), string('b')], randomStream(0, 'same'))
  expect(draw()).toEqual(draw())
})

test('kinds take turns, and one that cannot be drawn leaves its questions to the others', () => {
  const kinds = (questions: readonly Question[]) =>
    inputsOf(questions)
      .map((input) => input.charAt(0))
      .toSorted()
      .join('')
  const draw = (...drafting: Drafting<string, string>[]) => drawQuestions(drafting, randomStream(0))
  expect(kinds(draw(string('a'), string('b'))!)).toBe('aaaaabbbbb')
  expect(kinds(draw(string('a'), none)!)).toBe('aaaaaaaaaa')
  expect(kinds(draw(none, string('b'))!)).toBe('bbbbbbbbbb')
  expect(draw(none, none)).toBeNull()
})

test('a kind that is exhausted midway does not end the others', () => {
  const few = string('a')
  let left = 3
  const exhausted = () => (left-- > 0 ? few() : null)
  const questions = drawQuestions([exhausted, string('b')], randomStream(0))!
  const inputs = inputsOf(questions)
  expect(inputs.filter((input) => input.startsWith('a'))).toHaveLength(3)
  expect(inputs).toHaveLength(QUESTIONS)
})

test('inputs of a question differ, and so do those of the own examples', () => {
  const clumsy: Drafting<number, number> = (() => {
    let n = 0
    return () => {
      n++
      const example = (input: number) => ({ input, output: 0 })
      return { own: example(n % 17), others: [example(n % 3), example(n % 5)] }
    }
  })()
  const questions = drawQuestions([clumsy], randomStream(0))!
  for (const { choices } of questions)
    expect(new Set(choices.map(({ input }) => input)).size).toBe(CHOICES)
  expect(new Set(questions.map(({ choices, right }) => choices[right]!.input)).size).toBe(QUESTIONS)
})

test('inputs that are lists differ by what is in them', () => {
  let n = 0
  const lists: Drafting<readonly boolean[], boolean> = () => {
    const example = (input: readonly boolean[]) => ({ input, output: true })
    const bits = (m: number) => Array.from({ length: 5 }, (_, i) => (m >> i) % 2 === 1)
    n++
    return { own: example(bits(n % 11)), others: [example(bits(n % 3)), example(bits(31))] }
  }
  const questions = drawQuestions([lists], randomStream(0))!
  for (const { choices } of questions)
    expect(new Set(choices.map(({ input }) => JSON.stringify(input))).size).toBe(CHOICES)
  const own = questions.map(({ choices, right }) => JSON.stringify(choices[right]!.input))
  expect(new Set(own).size).toBe(QUESTIONS)
  const two: Drafting<readonly boolean[], boolean> = () => {
    const draft = lists()!
    return { ...draft, own: { ...draft.own, input: [true] } }
  }
  expect(drawQuestions([two], randomStream(0))).toBeNull()
})
