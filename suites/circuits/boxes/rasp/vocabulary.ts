import { shuffler } from 'd3-array'
import { randomInt } from 'd3-random'
import type { TokenNumbers } from '../../../../library/rasp/assemble.ts'
import type { Value } from '../../../../library/rasp/language.ts'
import type { Random } from '../../../../plugins/contracts.ts'
import type { Token } from './prompts.ts'

const BEGIN = '<bos>'
const CONSONANTS = 'bdfgklmnprstvz'.split('')
const VOWELS = 'aeiou'.split('')

/**
 * Numbers in an order of chance, and syllables that tokens of a program are called by. Answers
 * that are no tokens, as numbers are, keep their names.
 */
export function drawVocabulary(
  tokens: readonly Token[],
  answers: readonly Token[],
  random: Random,
): { readonly vocabulary: readonly string[]; readonly numbers: TokenNumbers } {
  const ofTokens = answers.every((answer) => tokens.includes(answer))
  const shuffle = shuffler(random)
  const entries = shuffle([
    { name: BEGIN, input: null, output: null },
    ...drawNames(tokens.length, random).map((name, i) => ({
      name,
      input: tokens[i]!,
      output: ofTokens ? tokens[i]! : null,
    })),
    ...(ofTokens ? [] : answers.map((value) => ({ name: `${value}`, input: null, output: value }))),
  ])
  const numbered = (part: 'input' | 'output') =>
    new Map<Value, number>(
      entries.flatMap((entry, number) => {
        const value = entry[part]
        return value === null ? [] : [[value, number] as const]
      }),
    )
  return {
    vocabulary: entries.map(({ name }) => name),
    numbers: {
      size: entries.length,
      begin: entries.findIndex(({ name }) => name === BEGIN),
      inputs: numbered('input'),
      outputs: numbered('output'),
    },
  }
}

/** Syllables, no two of which are the same. */
function drawNames(size: number, random: Random): readonly string[] {
  const names = new Set<string>()
  const letter = (from: readonly string[]) => from[randomInt.source(random)(from.length)()]!
  while (names.size < size) names.add(letter(CONSONANTS) + letter(VOWELS) + letter(CONSONANTS))
  return [...names]
}
