/** A category that is none of the benchmark's, for tests of what holds of every one. */
import { z } from 'zod'
import { functionCategory, type FunctionShape } from '../categories/functions.ts'
import type { CategoryPlugin, Scorer } from '../contracts.ts'

export type Bits = readonly boolean[]

declare module 'vitest-find' {
  interface Categories {
    booleans: FunctionShape<Bits, boolean>
  }
}

const bitsOf = (number: number): Bits =>
  Array.from({ length: 8 }, (_, i) => Math.floor(number / 2 ** i) % 2 === 1)

export const perList =
  (f: (list: Bits) => boolean) =>
  (lists: readonly Bits[]): readonly boolean[] =>
    lists.map(f)

/** Functions of a list of booleans that return one. */
export const bits: CategoryPlugin<'booleans'> = functionCategory({
  name: 'booleans',
  input: {
    schema: z.array(z.boolean()).readonly(),
    expected: 'lists of booleans',
    accepts: (input) => Array.isArray(input) && input.every((one) => typeof one === 'boolean'),
  },
  pack: (inputs: readonly Bits[]) => inputs,
  readOutput: (value) => (typeof value === 'boolean' ? value : null),
  show: String,
  toModel: (value: Bits | boolean) => value,
  prompt: {
    version: '7',
    task: 'A black box takes a list of booleans and returns one.',
    method: 'Try lists.',
    reading: 'Read the lists.',
    judged: 'The code, on other lists.',
    most: 20,
    exemplars: {
      regular: (count) => Array.from({ length: count }, (_, i) => bitsOf(i)),
      random: (count, random) =>
        Array.from({ length: count }, (_, i) => bitsOf(i + Math.floor(8 * random()))),
    },
  },
  samples: {
    inputs: [[], [true], [false, true]],
    functions: {
      some: perList((list) => list.includes(true)),
      never: perList(() => false),
    },
  },
})

/** The share of right outputs. */
export function agreement(): Scorer<'booleans'> {
  return {
    name: 'agreement',
    protocol: 'paper',
    decides: true,
    score({ evidence: { samples } }) {
      if (!samples) return { status: 'inapplicable', reason: 'no samples' }
      const { inputs, expected, got } = samples
      const wrong = inputs.findIndex((_, i) => got[i] !== expected[i])
      const right = inputs.filter((_, i) => got[i] === expected[i]).length
      return {
        status: 'scored',
        value: right / inputs.length,
        detail: `${right} of ${inputs.length} right`,
        ...(wrong === -1
          ? {}
          : {
              counterexample: {
                input: inputs[wrong]!,
                expected: expected[wrong]!,
                got: got[wrong] ?? null,
              },
            }),
      }
    },
  }
}
