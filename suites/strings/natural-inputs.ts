import type { Random } from '../../plugins/contracts.ts'
import { integer, pick, repeat } from './draw.ts'
import { FIRST_NAMES, LAST_NAMES, WORDS } from './words.ts'

type Draw = (random: Random) => string

const title = (text: string) => text.replace(/\b[a-z]/g, (letter) => letter.toUpperCase())
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const word: Draw = (random) => pick(random, WORDS)
const phrase: Draw = (random) => repeat(integer(random, 2, 4), () => word(random)).join(' ')
const number: Draw = (random) => String(integer(random, 0, pick(random, [9, 99, 2100])))

const KINDS: readonly Draw[] = [
  word,
  word,
  (random) => title(word(random)),
  (random) => word(random).toUpperCase(),
  phrase,
  phrase,
  (random) => title(phrase(random)),
  (random) => phrase(random).toUpperCase(),
  (random) => `${pick(random, FIRST_NAMES)} ${pick(random, LAST_NAMES)}`,
  (random) => word(random) + number(random),
  (random) => `${title(word(random))} ${number(random)}`,
  (random) => `${number(random)} ${word(random)}s`,
  (random) => sentence(phrase(random)) + pick(random, '.!?'),
  (random) => `${word(random)}, ${word(random)} & ${word(random)}`,
  (random) => `${word(random)}_${word(random)}@${word(random)}.com`,
  (random) => `  ${phrase(random)} `,
]

/** How often an input is drawn again for the sake of a wanted letter. */
const REDRAWS = 60

/**
 * So many different inputs as people would try them: words, phrases, names, words with numbers,
 * upper case, punctuation, blanks around. Every other one contains one of the `wanted` letters where some draws
 * find one, so that a function of a rare letter shows.
 */
export function naturalInputs(random: Random, count: number, wanted: readonly string[]): string[] {
  const inputs = new Set<string>()
  const draw = () => pick(random, KINDS)(random)
  while (inputs.size < count) {
    let input = draw()
    if (wanted.length > 0 && inputs.size % 2 === 0) {
      const letter = pick(random, wanted)
      for (let i = 0; i < REDRAWS && !input.includes(letter); i++) input = draw()
    }
    inputs.add(input)
  }
  return [...inputs]
}
