import { z } from 'zod'
import type { BlackBox, Category, Input } from '../../plugins/contracts.ts'
import { CallRefused, type Experiment } from './experiment.ts'
import { shown } from './shown.ts'

/**
 * Inputs, and how many a call may have: so many pairs are some twenty thousand tokens (o200k_base),
 * be they numbers or long strings of words, and they are sent again with every later turn. Inputs
 * of sixteen digits make it thirty, long strings of random characters seventy.
 */
const CALLS: {
  readonly [C in Category]: { readonly input: z.ZodType<Input<C>>; readonly most: number }
} = {
  numeric: { input: z.number(), most: 2000 },
  strings: { input: z.string(), most: 100 },
}

/** The experiment `run_function`: the function on a list of inputs. */
export function runFunction<C extends Category>(box: BlackBox<C>): Experiment {
  const { input, most } = CALLS[box.category]
  const parameters = z.strictObject({ inputs: z.array(input) })
  return {
    tool: {
      name: 'run_function',
      description: `Runs the function on each of at most ${most} inputs; gives [input, output] pairs in the order of the inputs.`,
      parameters,
    },
    async run(args) {
      const { inputs } = parameters.parse(args)
      if (inputs.length === 0 || inputs.length > most)
        throw new CallRefused(`expected 1 to ${most} inputs in a call; got ${inputs.length}`)
      const outputs = await box.query(inputs)
      const pairs = inputs.map((one, i) => [echoed(one), shown(outputs[i]!)])
      return { pairs, queries_left: box.queriesLeft }
    },
  }
}

/** An input beside its output: a number as it was given, a string as outputs are shown. */
const echoed = (input: number | string) => (typeof input === 'string' ? shown(input) : input)
