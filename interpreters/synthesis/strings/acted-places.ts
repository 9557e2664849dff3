import { LETTERS } from '../../../library/strings/index.ts'
import { PLACES } from './inputs.ts'
import type { Instance } from './instances.ts'

const KINDS = ['aeiou', 'bcdfghjklmnpqrstvwxyz', 'AEIOU', 'BCDFGHJKLMNPQRSTVWXYZ', '0123456789']
const kindOf = new Map(
  KINDS.flatMap((letters, kind) => letters.split('').map((letter) => [letter, String(kind)])),
)

function kindsOf(text: string): string {
  let kinds = ''
  for (const letter of text) kinds += kindOf.get(letter) ?? '-'
  return kinds
}

const known = new WeakMap<Instance, readonly string[]>()

/**
 * Inputs that show all an operator does to a letter in the middle or at an end: the first and
 * the last of the letters of each kind (vowel or consonant, by case) that it leaves as they are,
 * or turns into another kind.
 */
export function actedPlaces(instance: Instance): readonly string[] {
  const inputs = known.get(instance) ?? choosePlaces(instance)
  known.set(instance, inputs)
  return inputs
}

function choosePlaces({ runFirst }: Instance): readonly string[] {
  return PLACES.flatMap((place) => {
    const alike = Map.groupBy(LETTERS, (letter) => {
      const input = place(letter)
      const output = runFirst(input)
      return `${kindsOf(letter)} ${output === input ? 'same' : kindsOf(output)}`
    })
    const letters = Array.from(alike.values(), (group) => [group[0] ?? '', group.at(-1) ?? ''])
    return [...new Set(letters.flat())].map(place)
  })
}
