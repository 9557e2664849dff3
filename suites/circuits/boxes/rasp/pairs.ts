import { interpret } from '../../../../library/rasp/interpret.ts'
import type { Random } from '../../../../plugins/contracts.ts'
import type { Corrupted, Pair } from '../../../../plugins/categories/circuits/task.ts'
import type { TokenNumbers } from '../../../../library/rasp/assemble.ts'
import type { Family } from './families.ts'
import type { Sentence } from './prompts.ts'

/** Prompts, and corruptions of one, that are tried before the family is held to be at fault. */
const PROMPTS = 500
const TRIES = 50

/** Draws prompts and their corruptions, each of which has an answer of its own. */
export function drawPairs(
  family: Family,
  numbers: TokenNumbers,
  count: number,
  random: Random,
): readonly Pair[] {
  const answerOf = (prompt: Sentence, position: number) =>
    interpret(family.program, prompt)[position] ?? null
  const numbered = (prompt: Sentence) => [
    numbers.begin,
    ...prompt.map((token) => numbers.inputs.get(token)!),
  ]

  function drawPair(): Pair {
    for (let i = 0; i < PROMPTS; i++) {
      const clean = family.prompt(random)
      const position = family.position(clean, random)
      const answer = answerOf(clean, position)
      if (!family.allows(clean) || answer === null) continue
      const corrupted: Record<string, Corrupted> = {}
      for (const name of Object.keys(family.corruptions)) {
        const found = corrupt(name, clean, position, answer)
        if (found) corrupted[name] = found
      }
      const choices = Object.values(corrupted)
      if (choices.length < Object.keys(family.corruptions).length) continue
      const tokens = numbered(clean)
      return {
        clean: tokens,
        corrupted,
        position: 1 + position,
        answer: numbers.outputs.get(answer)!,
        key: [...tokens.keys()].filter((at) => tokens[at] !== choices[0]!.tokens[at]),
      }
    }
    throw new Error(`none of ${PROMPTS} prompts had an answer that every corruption changes`)
  }

  function corrupt(
    name: string,
    clean: Sentence,
    position: number,
    answer: unknown,
  ): Corrupted | undefined {
    for (let i = 0; i < TRIES; i++) {
      const prompt = family.corruptions[name]!(clean, position, random)
      if (!family.allows(prompt)) continue
      const other = answerOf(prompt, position)
      if (other !== null && other !== answer)
        return { tokens: numbered(prompt), answer: numbers.outputs.get(other)! }
    }
    return undefined
  }

  return Array.from({ length: count }, drawPair)
}
