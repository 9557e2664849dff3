import { linearRegression } from 'simple-statistics'
import type { FunctionAnswer } from '../plugins/categories/functions.ts'
import type { EntityAnswer, RelationAnswer } from '../plugins/index.ts'
import type { Category, Pair } from './pairs.ts'
import type { Said } from './say.ts'

/**
 * Guesses as somebody may who has seen little: a constant, a line, the input itself, animals, a
 * capital.
 */
export const guess = (category: Category, pairs: readonly Pair[]): Said => GUESS[category](pairs)

const GUESS: Readonly<Record<Category, (pairs: readonly Pair[]) => Said>> = {
  numeric: guessNumeric,
  strings: guessStrings,
  entities: () => ANIMALS,
  relations: () => CAPITALS,
}

const ANIMALS: EntityAnswer = {
  description: 'How much a word has to do with animals.',
  domain: null,
  concepts: ['animal'],
}

const CAPITALS: RelationAnswer = {
  description: 'The capital of a country.',
  domain: null,
  class: 'country',
  relation: 'capital',
  exception: null,
}

function guessNumeric(pairs: readonly Pair[]): FunctionAnswer {
  const points = pairs
    .map(({ input, output }) => [Number(input), Number(output)])
    .filter(([, y]) => Number.isFinite(y))
  const [first] = points
  if (!first) return guessed('Not identified: the function is undefined.', 'NaN')
  const { m, b } = linearRegression(points)
  const isConstant = points.every(([, y]) => y === first[1])
  return isConstant || !Number.isFinite(m * b)
    ? guessed(`The function is ${first[1]} everywhere.`, `${first[1]}`)
    : guessed(`The function is ${m} times x, plus ${b}.`, `${m} * x + ${b}`)
}

function guessStrings(pairs: readonly Pair[]): FunctionAnswer {
  const outputs = new Set(pairs.map(({ output }) => String(output)))
  const [only] = outputs
  const isConstant = outputs.size === 1 && pairs.length > 1
  return isConstant
    ? guessed(`The function is always ${JSON.stringify(only)}.`, JSON.stringify(only))
    : guessed('The function returns its input unchanged.', 'x')
}

const guessed = (description: string, expression: string): FunctionAnswer => ({
  description,
  domain: null,
  code: { language: 'javascript', source: `function f(x) { return ${expression} }` },
})
