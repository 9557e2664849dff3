import { z } from 'zod'
import type { CategoryPlugin } from '../../contracts.ts'
import { functionCategory, type FunctionShape } from '../functions.ts'
import { randomStrings, regularStrings } from './exemplars.ts'
import { prompt } from './prompt.ts'

declare module '../../contracts.ts' {
  interface Categories {
    strings: FunctionShape<string, string>
  }
}

/** Characters of a string that a model is shown. */
const LONGEST = 500

const perString =
  (f: (s: string) => string) =>
  (inputs: readonly string[]): readonly string[] =>
    inputs.map(f)

/** FIND's functions of one string (arXiv 2309.03886, section 3.2). */
export const strings: CategoryPlugin<'strings'> = functionCategory({
  name: 'strings',
  input: {
    schema: z.string(),
    expected: 'strings',
    accepts: (input) => typeof input === 'string',
  },
  pack: (inputs: readonly string[]) => inputs,
  readOutput: (value) => (typeof value === 'string' ? value : null),
  show: (output: string) => JSON.stringify(output),
  toModel: shorten,
  prompt: {
    ...prompt,
    // Some twenty thousand tokens (o200k_base) of words; of random characters seventy.
    most: 100,
    exemplars: { regular: regularStrings, random: randomStrings },
  },
  samples: {
    inputs: ['', 'aB 1'],
    functions: {
      identity: perString((s) => s),
      empty: perString(() => ''),
      reverse: perString((s) => Array.from(s).toReversed().join('')),
      long: perString((s) => s.repeat(50)),
      quotes: perString((s) => `'"\`\\\${${s}}\n`),
    },
  },
})

function shorten(value: string): string {
  const characters = Array.from(value)
  if (characters.length <= LONGEST) return value
  const start = characters.slice(0, LONGEST).join('')
  return `${start} … [cut: ${LONGEST} of ${characters.length} characters are shown]`
}
