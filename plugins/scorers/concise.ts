import { type Token, tokenizer } from 'acorn'
import type { Scorer } from '../contracts.ts'

const NUMERIC_LITERALS = 64
const NUMERIC_CHARACTERS = 2000
const STRING_CHARACTERS = 1000
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

/**
 * Code no longer than an explanation may be: a table of what was queried explains nothing.
 * Numbers: at most 64 numeric literals, in at most 2000 characters. Strings: at most 1000
 * characters. Where the truth's own code has more, it sets the limit.
 */
export function concise(): Scorer {
  return {
    name: 'concise',
    protocol: 'strict',
    score: {
      numeric({ code, truthCode }) {
        if (code.language !== 'javascript') return NOT_MEASURED
        const limit = Math.max(NUMERIC_LITERALS, countLiterals(truthCode.source))
        try {
          const literals = judge(countLiterals(code.source), limit, 'numeric literals')
          const characters = judgeCharacters(code.source, truthCode.source, NUMERIC_CHARACTERS)
          return literals.value === 1 ? characters : literals
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error
          return { status: 'scored', value: 0, detail: `not JavaScript: ${error.message}` }
        }
      },
      strings: ({ code, truthCode }) =>
        code.language === 'javascript'
          ? judgeCharacters(code.source, truthCode.source, STRING_CHARACTERS)
          : NOT_MEASURED,
    },
  }
}

const NOT_MEASURED = {
  status: 'unscored',
  reason: 'how long an explanation may be is measured in JavaScript',
} as const

const judgeCharacters = (source: string, truth: string, limit: number) =>
  judge(source.length, Math.max(limit, truth.length), 'characters')

function judge(length: number, limit: number, unit: string) {
  return {
    status: 'scored' as const,
    value: length <= limit ? 1 : 0,
    detail: `${length} ${unit}, at most ${limit}`,
  }
}
