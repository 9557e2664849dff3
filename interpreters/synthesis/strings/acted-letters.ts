import { LETTERS } from '../../../suites/strings/operators.ts'
import type { Instance } from './instances.ts'

const KINDS: readonly RegExp[] = [
  /^$/,
  /^[aeiou]$/,
  /^[a-z]$/,
  /^[AEIOU]$/,
  /^[A-Z]$/,
  /^\d$/,
  /^.$/,
]

const kindOf = (text: string) => KINDS.findIndex((kind) => kind.test(text))

const known = new WeakMap<Instance, readonly string[]>()

/**
 * Letters that show all an operator does to one: the first and the last of each kind (vowel or
 * consonant, by case) that it leaves, or turns into another kind.
 */
export function actedLetters(instance: Instance): readonly string[] {
  const letters = known.get(instance) ?? chooseLetters(instance)
  known.set(instance, letters)
  return letters
}

function chooseLetters({ runFirst }: Instance): readonly string[] {
  const alike = Map.groupBy(LETTERS, (letter) => {
    const output = runFirst(letter)
    return `${kindOf(letter)} ${output === letter ? 'same' : kindOf(output)}`
  })
  return [
    ...new Set(Array.from(alike.values(), (group) => [group[0] ?? '', group.at(-1) ?? '']).flat()),
  ]
}
