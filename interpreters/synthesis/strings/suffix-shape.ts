import { LETTERS } from '../../../library/strings/index.ts'
import type { Pair } from './evidence.ts'
import { OPENING } from './inputs.ts'
import type { Instance } from './instances.ts'

export const LONGEST_SUFFIX = 5
export const SUFFIX_LENGTHS: readonly number[] = Array.from(
  { length: LONGEST_SUFFIX },
  (_, index) => index + 1,
)

/** What outputs have in common: a text with `OPEN` where they differ, or that they are words. */
interface Shape {
  readonly text: string
  /** Whether more may follow. */
  readonly longer: boolean
}

const OPEN = '\0'
/** Number words of different numbers share letters by chance. */
const WORDS: Shape = { text: '', longer: true }
const ONLY_WORDS = /^[a-z -]*$/

/** Letters of all kinds: every number of vowels, both cases, no letter twice. */
const SAMPLES = SUFFIX_LENGTHS.map((length) => [
  ...Array.from({ length: length + 1 }, (_, vowels) => 'e'.repeat(vowels).padEnd(length, 'b')),
  'B'.repeat(length),
  'E'.repeat(length),
  'zQxWv'.slice(0, length),
])

/** Samples for an operator and an input: also its own letter, and ones the input has or lacks. */
function samplesFor({ operator, step }: Instance, length: number, input: string): string[] {
  const letter = operator.parameter === 'letter' ? String(step.params[0]) : ''
  const present = LETTERS.split('').find((one) => input.includes(one)) ?? ''
  const absent = LETTERS.split('').find((one) => !input.includes(one)) ?? ''
  const special = [letter.toLowerCase(), letter.toUpperCase(), present, absent]
  return [
    ...(SAMPLES[length - 1] ?? []),
    ...special.filter((one) => one !== '').map((one) => one.repeat(length)),
  ]
}

function shapeOf(outer: Instance, length: number, input: string): Shape {
  const outputs = samplesFor(outer, length, input).map((suffix) => outer.run(input + suffix))
  const [first = '', ...others] = outputs
  if (others.every((other) => other === first)) return { text: first, longer: false }
  if (outer.operator.output.startsWith('word')) return WORDS
  const agree = (_: string, at: number) => others.every((other) => other[at] === first[at])
  if (others.some((other) => other.length !== first.length)) {
    const end = first.split('').findIndex((letter, at) => !agree(letter, at))
    return { text: end < 0 ? first : first.slice(0, end), longer: true }
  }
  const text = first.split('').map((letter, at) => (agree(letter, at) ? letter : OPEN))
  return { text: text.join(''), longer: false }
}

function fits(shape: Shape, output: string): boolean {
  if (shape === WORDS) return ONLY_WORDS.test(output)
  const { text, longer } = shape
  if (longer ? output.length < text.length : output.length !== text.length) return false
  for (let i = 0; i < text.length; i++) if (text[i] !== OPEN && text[i] !== output[i]) return false
  return true
}

const shapesAtOpening = new WeakMap<Instance, readonly Shape[]>()

/** Lengths of suffixes after which the operator could give all outputs, whatever the letters. */
export function suffixLengths(outer: Instance, pairs: readonly Pair[]): readonly number[] {
  const opening = pairs.find(({ input }) => input === OPENING)
  if (!opening) return []
  const shapes =
    shapesAtOpening.get(outer) ?? SUFFIX_LENGTHS.map((length) => shapeOf(outer, length, OPENING))
  shapesAtOpening.set(outer, shapes)
  return SUFFIX_LENGTHS.filter((length, index) => {
    const shape = shapes[index]
    if (!shape || !fits(shape, opening.output)) return false
    return pairs.every(({ input, output }) => fits(shapeOf(outer, length, input), output))
  })
}
