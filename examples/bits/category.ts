import { type CategoryPlugin, functionCategory, type FunctionShape } from 'vitest-find'
import { z } from 'zod'

/** Four truth values. */
export type Bits = readonly boolean[]

declare module 'vitest-find' {
  interface Categories {
    bits: FunctionShape<Bits, boolean>
  }
}

const WIDTH = 4

/** Every input there is. */
export const ALL_BITS: readonly Bits[] = Array.from({ length: 2 ** WIDTH }, (_, number) =>
  Array.from({ length: WIDTH }, (__, i) => ((number >> i) & 1) === 1),
)

const isBits = (input: unknown): input is Bits =>
  Array.isArray(input) && input.length === WIDTH && input.every((bit) => typeof bit === 'boolean')

const each =
  (f: (bits: Bits) => boolean) =>
  (inputs: readonly Bits[]): readonly boolean[] =>
    inputs.map(f)

/** Functions of four truth values. */
export const bits: CategoryPlugin<'bits'> = functionCategory({
  name: 'bits',
  input: {
    schema: z.array(z.boolean()).length(WIDTH),
    expected: 'lists of four booleans',
    accepts: isBits,
  },
  pack: (inputs: readonly Bits[]) => inputs,
  readOutput: (value) => (typeof value === 'boolean' ? value : null),
  show: (output: boolean) => String(output),
  toModel: (value) => value,
  prompt: {
    version: '1',
    task: 'Before you is a black box: a function of four booleans. It takes a list of four and returns one boolean. Find out what it computes.',
    method:
      'There are sixteen inputs: run the function on all of them, then find the simplest rule.',
    reading: 'You cannot run the function: all you have is examples of it.',
    judged: 'What is judged: the code, on all sixteen inputs, each of which must be right.',
    most: 16,
    exemplars: {
      regular: (count) => ALL_BITS.slice(0, count),
      random: (count, random) => {
        const start = Math.floor(random() * ALL_BITS.length)
        return [...ALL_BITS.slice(start), ...ALL_BITS.slice(0, start)].slice(0, count)
      },
    },
  },
  samples: {
    inputs: ALL_BITS,
    functions: {
      never: each(() => false),
      parity: each((input) => input.filter(Boolean).length % 2 === 1),
      first: each(([first]) => first === true),
    },
  },
})
