/**
 * Strings that no function is judged at, whatever is drawn. They are ASCII, and either
 *
 * - have a letter or a digit, one mark of {@link MARKS} or two, and no other punctuation: judging
 *   strings with such a mark have three marks in a row, or nothing else; or
 * - are three or four words of {@link LONG}, 16 to 99 characters: judging strings so long, with a
 *   blank in them, have words of another list.
 *
 * A test holds this against what the suite draws.
 */
import { randomInt } from 'd3-random'
import type { Random } from '../../contracts.ts'

export const MARKS = ":;/+=#%*<>()'"

/** Five letters at least, so that three of them make sixteen characters. */
export const LONG = `
  aardvark address aqueduct balcony bookshelf breakfast brother brown buffalo capital ceiling
  chicken committee doctor express farmer february forward freeze frozen green hospital jumping
  juice kangaroo kitten knuckle market mississippi morning number people picture purple quick
  quiver rabble railway rhubarb running sheep sister sphinx square street student success sugar
  supper swimming tractor tuesday useful village vinegar voice waltzes winter wolves wooden
  yesterday zoology
`
  .trim()
  .split(/\s+/)

const SHORT = `
  ant bag box cat cow dog dust egg fig fog fox frog gum hat hill ink jam jug kiwi lab lazy leaf
  map milk mud net nut oak oil owl pen pig quiz rain roof rug salt ship snow soap sun taxi toy
  van vet wax wolf yak yes zip zoo
`
  .trim()
  .split(/\s+/)

const title = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

const draws = (random: Random) => {
  const below = (n: number) => randomInt.source(random)(n)()
  const pick = (items: ArrayLike<string>) => items[below(items.length)]!
  const words = (count: number) => Array.from({ length: count }, () => pick(LONG))
  return { below, pick, words, short: () => pick(SHORT), any: () => pick([...LONG, ...SHORT]) }
}
type Draws = ReturnType<typeof draws>

/** Everyday strings of many kinds, in turn. */
const KINDS: readonly ((draw: Draws) => string)[] = [
  ({ words }) => words(3).join(' '),
  ({ any, short }) => `${title(any())}'s ${short()}`,
  ({ words }) => words(3).map(title).join(' '),
  ({ short }) => `(${short()})`,
  ({ words }) => words(3).join(' ').toUpperCase(),
  ({ any, below }) => `${any()} #${below(100)}`,
  ({ words, below }) => `${title(words(4).join(' '))} ${below(2100)}`,
  ({ short }) => `${short()}/${short().toUpperCase()}`,
  ({ words }) => ` ${words(3).join('  ')}`,
  ({ any, below }) => `${below(24)}:${below(60)} ${any()}`,
]

/** Draws so many different strings as people write them: phrases, names of things, times, paths. */
export function regularStrings(count: number, random: Random): string[] {
  const draw = draws(random)
  const drawn = new Set<string>()
  for (let i = 0; drawn.size < count; i++) drawn.add(KINDS[i % KINDS.length]!(draw))
  return [...drawn]
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const CHARACTERS = `${LETTERS}${LETTERS.toUpperCase()}0123456789    `
const LONGEST = 24

/** Draws so many different strings of up to 24 random letters, digits and blanks, and one mark. */
export function randomStrings(count: number, random: Random): string[] {
  const { below, pick } = draws(random)
  const drawn = new Set<string>()
  while (drawn.size < count) {
    const rest = Array.from({ length: below(LONGEST - 1) }, () => pick(CHARACTERS))
    // One that is no blank, so that the mark is never alone.
    rest.splice(below(rest.length + 1), 0, pick(CHARACTERS.trim()))
    rest.splice(below(rest.length + 1), 0, pick(MARKS))
    drawn.add(rest.join(''))
  }
  return [...drawn]
}
