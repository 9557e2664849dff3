import { z } from 'zod'
import type { CategoryPlugin } from '../../contracts.ts'
import { NUMERIC_DOMAIN } from '../../../library/numeric/index.ts'
import { functionCategory, type FunctionShape } from '../functions.ts'
import { randomNumbers, regularNumbers } from './exemplars.ts'
import { curves } from './pictures.ts'
import { prompt } from './prompt.ts'

declare module '../../contracts.ts' {
  interface Categories {
    numeric: FunctionShape<number, number, Float64Array, Float64Array>
  }
}

const [LOW, HIGH] = NUMERIC_DOMAIN

/**
 * A token holds about three digits. With ten of them `synthesis` finds the laws it finds with all
 * sixteen; with eight it loses a third, as differences of outputs drown.
 */
const DIGITS = 10

const perNumber =
  (f: (x: number) => number) =>
  (inputs: Float64Array): Float64Array =>
    inputs.map(f)

/** FIND's functions of one real number (arXiv 2309.03886, section 3.1). */
export const numeric: CategoryPlugin<'numeric'> = {
  ...functionCategory({
    name: 'numeric',
    input: {
      schema: z.number(),
      expected: `numbers in [${LOW}, ${HIGH}]`,
      accepts: (input) => typeof input === 'number' && input >= LOW && input <= HIGH,
    },
    pack: (inputs: readonly number[]): Float64Array => Float64Array.from(inputs),
    readOutput: (value) => (typeof value === 'number' ? value : null),
    show: (y: number) => (Object.is(y, -0) ? '-0' : String(y)),
    toModel: (y) => (Number.isFinite(y) ? Number(y.toPrecision(DIGITS)) : String(y)),
    sweep: (x) => x,
    prompt: {
      ...prompt,
      // Some twenty thousand tokens (o200k_base); inputs of sixteen digits make it thirty.
      most: 2000,
      exemplars: { regular: regularNumbers, random: randomNumbers },
    },
    samples: {
      inputs: [-1, 0, 0.5, 100],
      functions: {
        line: perNumber((x) => 2 * x + 1),
        zero: perNumber(() => 0),
        'undefined below zero': perNumber((x) => Math.sqrt(x)),
        'undefined everywhere': perNumber(() => NaN),
        pole: perNumber((x) => 1 / x),
        huge: perNumber((x) => 1e300 * x * x),
        tiny: perNumber((x) => 1e-300 * x),
        jagged: perNumber((x) => (Math.round(x * 7919) % 2 === 0 ? 1 : -1)),
      },
    },
  }),
  pictures: async (_answer, _truth, evidence) => curves(evidence),
}
