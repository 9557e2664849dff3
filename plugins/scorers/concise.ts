import { type Token, tokenizer } from 'acorn'
import type { FunctionAnswer } from '../categories/functions.ts'
import type { Score, Scorer } from '../contracts.ts'

/** Digits of a number that no law needs: so many of one count as a literal each. */
const CHARACTERS_PER_NUMBER = 24
/** A table can hide in a text: so many characters of one count as a literal. */
const CHARACTERS_PER_LITERAL = 4

/**
 * Numeric literals in JavaScript source, comments apart. What could hold a table without being
 * one counts too: text in strings, templates and regular expressions, one for every four
 * characters; overlong numbers, one for every 24; names with two digits or more.
 *
 * @throws SyntaxError where the source cannot be tokenized.
 */
export function countLiterals(source: string): number {
  let count = 0
  for (const token of tokenizer(source, { ecmaVersion: 'latest' }))
    count += literalsIn(token, source)
  return count
}

function literalsIn({ type, start, end }: Token, source: string): number {
  const length = end - start
  switch (type.label) {
    case 'num':
    case 'bigint':
      return Math.ceil(length / CHARACTERS_PER_NUMBER)
    case 'string':
    case 'template':
    case 'regexp':
      return Math.ceil(length / CHARACTERS_PER_LITERAL)
    case 'name':
      return /\d\D*\d/.test(source.slice(start, end)) ? 1 : 0
    default:
      return 0
  }
}

/** The most of either that an explanation needs; the ideal code's own is always allowed. */
export interface Limits {
  readonly characters: number
  /** Numeric literals, see {@link countLiterals}. */
  readonly literals?: number
}

/**
 * Code no longer than an explanation may be: a table of what was queried explains nothing. Where
 * the ideal code has more, it sets the limit. It asks for no more than code, so that it is a
 * scorer of every category whose answers have it.
 */
export function concise({ characters, literals }: Limits): CodeScorer {
  return {
    name: 'concise',
    protocol: 'strict',
    decides: false,
    score({ answer: { code }, ideal }) {
      if (code?.language !== 'javascript') return NOT_MEASURED
      const own = ideal.code?.source ?? ''
      const byCharacters = judge(code.source.length, Math.max(characters, own.length), 'characters')
      if (literals === undefined) return byCharacters
      const limit = Math.max(literals, countLiterals(own))
      try {
        const byLiterals = judge(countLiterals(code.source), limit, 'numeric literals')
        return byLiterals.value === 1 ? byCharacters : byLiterals
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        return { status: 'scored', value: 0, detail: `not JavaScript: ${error.message}` }
      }
    },
  }
}

/** A scorer of any category whose answers have code. */
export type CodeScorer = Omit<Scorer<never>, 'score'> & {
  readonly score: (input: {
    readonly answer: FunctionAnswer
    readonly ideal: FunctionAnswer
  }) => Score
}

const NOT_MEASURED = {
  status: 'unscored',
  reason: 'how long an explanation may be is measured in JavaScript',
} as const

function judge(length: number, limit: number, unit: string) {
  return {
    status: 'scored' as const,
    value: length <= limit ? 1 : 0,
    detail: `${length} ${unit}, at most ${limit}`,
  }
}
