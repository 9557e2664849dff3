import type { FunctionAnswer } from '../categories/functions.ts'
import type { Score, Scorer } from '../contracts.ts'
import { prepareCode } from '../sandbox/prepare-code.ts'
import { codeLength } from './code-length.ts'

/** An explanation may be so much longer than the ideal one, in bits. */
const FACTOR = 1.25
const ALLOWANCE = 140

/**
 * Code no longer than an explanation may be: a table of what was queried explains nothing. The
 * measure is the length in bits of the minified code that is run, at most 1.25 times that of the
 * ideal answer's and 140 more. It asks for no more than code, so that it is a scorer of every
 * category whose answers have it.
 */
export function concise(): CodeScorer {
  return {
    name: 'concise',
    protocol: 'strict',
    decides: false,
    async score({ answer: { code }, ideal }) {
      if (code?.language !== 'javascript' || ideal.code === null) return NOT_MEASURED
      const limit = lengthLimit(await bitsOf(ideal.code.source))
      try {
        const bits = await bitsOf(code.source)
        return {
          status: 'scored',
          value: bits <= limit ? 1 : 0,
          detail: `${Math.ceil(bits)} bits, at most ${Math.floor(limit)}`,
        }
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        return { status: 'scored', value: 0, detail: `not JavaScript: ${error.message}` }
      }
    },
  }
}

/** How long an answer may be, in bits, where the ideal one is so long. */
export const lengthLimit = (ideal: number): number => FACTOR * ideal + ALLOWANCE

const bitsOf = async (source: string) => codeLength(await prepareCode(source))

/** A scorer of any category whose answers have code. */
export type CodeScorer = Omit<Scorer<never>, 'score'> & {
  readonly score: (input: {
    readonly answer: FunctionAnswer
    readonly ideal: FunctionAnswer
  }) => Promise<Score>
}

const NOT_MEASURED = {
  status: 'unscored',
  reason: 'how long an explanation may be is measured in JavaScript',
} as const
