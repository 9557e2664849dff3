import type { FunctionAnswer } from '../categories/functions.ts'
import type { Code, Score, Scorer } from '../contracts.ts'
import { prepareCode } from '../sandbox/prepare-code.ts'
import { type Length, pythonLength } from '../sandbox/python-sandbox.ts'
import { codeLength } from './code-length.ts'

/** An explanation may be so much longer than the ideal one, in bits. */
const FACTOR = 1.25
const ALLOWANCE = 140

/**
 * Code no longer than an explanation may be: a table of what was queried explains nothing. The
 * measure is the length in bits of the minified code that is run, at most 1.25 times that of the
 * ideal answer's, which is JavaScript, and 140 more. It asks for no more than code, so that it is a scorer of every
 * category whose answers have it.
 */
export function concise(): CodeScorer {
  return {
    name: 'concise',
    protocol: 'strict',
    decides: false,
    async score({ answer: { code }, ideal }) {
      if (code === null || ideal.code?.language !== 'javascript') return NOT_MEASURED
      const limit = lengthLimit(await bitsOf(ideal.code.source))
      const measured = await MEASURES[code.language](code.source)
      if ('unavailable' in measured) return { status: 'unscored', reason: measured.unavailable }
      if ('notCompiled' in measured)
        return { status: 'scored', value: 0, detail: measured.notCompiled }
      const { bits } = measured
      return {
        status: 'scored',
        value: bits <= limit ? 1 : 0,
        detail: `${Math.ceil(bits)} bits, at most ${Math.floor(limit)}`,
      }
    },
  }
}

/** How long an answer may be, in bits, where the ideal one is so long. */
export const lengthLimit = (ideal: number): number => FACTOR * ideal + ALLOWANCE

const bitsOf = async (source: string) => codeLength(await prepareCode(source))

/** Each language in its own: of Python, what is run of it has neither names nor docstrings. */
const MEASURES: Readonly<Record<Code['language'], (source: string) => Promise<Length>>> = {
  async javascript(source) {
    try {
      return { bits: await bitsOf(source) }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      return { notCompiled: `not JavaScript: ${error.message}` }
    }
  },
  async python(source) {
    const measured = await pythonLength(source)
    return 'notCompiled' in measured
      ? { notCompiled: `not Python: ${measured.notCompiled}` }
      : measured
  },
}

/** A scorer of any category whose answers have code. */
export type CodeScorer = Omit<Scorer<never>, 'score'> & {
  readonly score: (input: {
    readonly answer: FunctionAnswer
    readonly ideal: FunctionAnswer
  }) => Promise<Score>
}

const NOT_MEASURED = {
  status: 'unscored',
  reason: 'there is no code to measure, or none to measure it by',
} as const
