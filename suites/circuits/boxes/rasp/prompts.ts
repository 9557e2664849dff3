/** How prompts of compiled boxes are drawn, and others made of them. */
import { shuffler } from 'd3-array'
import { randomInt } from 'd3-random'
import type { Value } from '../../../../library/rasp/language.ts'
import type { Random } from '../../../../plugins/contracts.ts'

export type Token = NonNullable<Value>
export type Sentence = readonly Token[]

export const LENGTH = 6
export const letters = (size: number): readonly Token[] => 'abcdefgh'.split('').slice(0, size)

export const below = (end: number, random: Random) => randomInt.source(random)(end)()
export const pick = <T>(from: readonly T[], random: Random): T => from[below(from.length, random)]!
export const shuffled = <T>(of: readonly T[], random: Random): T[] => shuffler(random)([...of])
export const draw = (tokens: readonly Token[], size: number, random: Random): Sentence =>
  Array.from({ length: size }, () => pick(tokens, random))

/** The prompt with other tokens at these positions. */
export function replaced(
  prompt: Sentence,
  positions: readonly number[],
  tokens: readonly Token[],
  random: Random,
): Sentence {
  return prompt.map((token, i) =>
    positions.includes(i)
      ? pick(
          tokens.filter((other) => other !== token),
          random,
        )
      : token,
  )
}

/** Positions of a prompt, drawn without repetition, but this one. */
const others = (prompt: Sentence, size: number, random: Random, but = -1): readonly number[] =>
  shuffled(
    [...prompt.keys()].filter((i) => i !== but),
    random,
  ).slice(0, size)

export const anywhere = (prompt: Sentence, random: Random) => below(prompt.length, random)
export const atEnd = (prompt: Sentence) => prompt.length - 1
export const here = (_: Sentence, position: number) => [position]
export const one = (prompt: Sentence, _: number, random: Random) => others(prompt, 1, random)
export const two = (prompt: Sentence, _: number, random: Random) => others(prompt, 2, random)
export const elsewhere = (prompt: Sentence, position: number, random: Random) =>
  others(prompt, 1, random, position)

export const BLANK = '_'
const isBlank = (token: Token) => token === BLANK
export const lengthOf = (prompt: Sentence) => prompt.filter((token) => !isBlank(token)).length
export const blanksAtEnd = (prompt: Sentence) =>
  prompt.slice(0, lengthOf(prompt)).every((token) => !isBlank(token))
export const filledUp = (prompt: Sentence): Sentence => [
  ...prompt,
  ...Array.from({ length: LENGTH - prompt.length }, () => BLANK),
]
/** The prompt with so many tokens: blanks for what is too much, and others at its end. */
export function toLength(prompt: Sentence, size: number, tokens: readonly Token[], random: Random) {
  const kept = prompt.slice(0, Math.min(size, lengthOf(prompt)))
  const more = Math.max(0, Math.min(size, LENGTH) - kept.length)
  return filledUp([...kept, ...draw(tokens, more, random)])
}

export const within = (prompt: Sentence, random: Random) => below(lengthOf(prompt), random)
export const byOne = (prompt: Sentence, _: number, random: Random) =>
  toLength(prompt, lengthOf(prompt) + pick([-1, 1], random), letters(4), random)

export const BRACKETS: readonly Token[] = ['(', ')']

/** Balanced brackets, up to the length of a prompt. */
export function balanced(random: Random): Sentence {
  const word: Token[] = []
  const size = pick([2, 4, 6], random)
  let open = 0
  while (word.length < size) {
    const left = size - word.length
    const opens = open === 0 || (open < left && random() < 0.5)
    open += opens ? 1 : -1
    word.push(opens ? '(' : ')')
  }
  return word
}

export const exchanged = (prompt: Sentence, i: number, j: number): Sentence =>
  prompt.with(i, prompt[j]!).with(j, prompt[i]!)

export const start = (prompt: Sentence) => prompt.slice(0, -1)
/** Where the last token stood before. */
export const before = (prompt: Sentence) => prompt.indexOf(prompt.at(-1)!)
