import { LETTERS } from '../../../library/strings/index.ts'
import { type Candidate, lettersOf } from './candidate.ts'

const textOf = (length: number) => 'yacedBobu'.repeat(length).slice(0, length)

const known = new Map<number, readonly string[]>()

/** Texts that an index is just outside of, last in, in the middle of; then each letter at it. */
function aboutIndex(index: number): readonly string[] {
  const inputs = known.get(index) ?? [
    ...[index, index + 1, index + 2, 2 * index, 2 * index + 1, 2 * index + 2].map(textOf),
    ...LETTERS.split('').map((letter) => textOf(index) + letter),
  ]
  known.set(index, inputs)
  return inputs
}

/** Texts in which a vowel at the end may become the letter, by what stands before it. */
const aboutLetter = (letter: string) => [
  `${letter}xu`,
  `b${letter}u`,
  `xE${letter}i`,
  `ub${letter}o`,
]

/**
 * Inputs that tell apart two operators in one order and in the other, where they nearly commute:
 * made of the letters and the numbers that they were given.
 */
export function parameterInputs(candidate: Candidate): readonly string[] {
  const numbers = candidate.parts
    .flatMap(({ step }) => step.params)
    .filter((value) => typeof value === 'number')
  return [...lettersOf(candidate).flatMap(aboutLetter), ...new Set(numbers.flatMap(aboutIndex))]
}
