import { tokenizer } from 'acorn'
import type { Scorer } from '../contracts.ts'

const NUMERIC_LITERALS = 64
const STRING_CHARACTERS = 1000
/** A table can hide in a string: so many characters of one count as a numeric literal. */
const CHARACTERS_PER_LITERAL = 4

/**
 * Numeric literals in JavaScript source; text in strings, templates and regular expressions
 * counts as one for every four characters.
 *
 * @throws SyntaxError where the source cannot be tokenized.
 */
export function countLiterals(source: string): number {
  let count = 0
  for (const { type, start, end } of tokenizer(source, { ecmaVersion: 'latest' })) {
    if (type.label === 'num' || type.label === 'bigint') count++
    else if (type.label === 'string' || type.label === 'template' || type.label === 'regexp')
      count += Math.ceil((end - start) / CHARACTERS_PER_LITERAL)
  }
  return count
}

/**
 * Code no longer than an explanation may be: a table of what was queried explains nothing.
 * Numbers: at most 64 numeric literals. Strings: at most 1000 characters. Where the truth's own
 * code has more, it sets the limit.
 */
export function concise(): Scorer {
  return {
    name: 'concise',
    protocol: 'strict',
    score: {
      numeric({ code, truthCode }) {
        const limit = Math.max(NUMERIC_LITERALS, countLiterals(truthCode.source))
        try {
          return judge(countLiterals(code.source), limit, 'numeric literals')
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error
          return { status: 'scored', value: 0, detail: `not JavaScript: ${error.message}` }
        }
      },
      strings: ({ code, truthCode }) =>
        judge(
          code.source.length,
          Math.max(STRING_CHARACTERS, truthCode.source.length),
          'characters',
        ),
    },
  }
}

function judge(length: number, limit: number, unit: string) {
  return {
    status: 'scored' as const,
    value: length <= limit ? 1 : 0,
    detail: `${length} ${unit}, at most ${limit}`,
  }
}
