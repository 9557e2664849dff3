import { program } from '../../library/strings/index.ts'
import type { FunctionTruth } from '../../plugins/categories/functions.ts'
import type { Random } from '../../plugins/contracts.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import type { DrawnFunction } from './drawn-functions.ts'
import { stringProbes } from './probes.ts'

/** An executable string function, which nobody has to wait for. */
export interface StringTruth extends FunctionTruth<readonly string[], readonly string[]> {
  sample(inputs: readonly string[], random: Random): readonly string[]
}

/**
 * The executable function. Where it is random, `expected` draws from a stream of its name and the
 * input, so that an input has one output wherever it stands in a batch.
 */
export function stringTruth({ name, steps }: DrawnFunction): StringTruth {
  const { run, random } = program(steps)
  const runs = random
    ? {
        expected: (inputs: readonly string[]) =>
          inputs.map((input) =>
            program(steps, randomStream(0, name, 'expected', input)).run(input),
          ),
        sample(inputs: readonly string[], source: Random) {
          const draw = program(steps, source).run
          return inputs.map((input) => draw(input))
        },
      }
    : { expected: all, sample: all }
  return { ...runs, probes: (source) => stringProbes(steps, runs, source) }

  function all(inputs: readonly string[]): readonly string[] {
    return inputs.map((input) => run(input))
  }
}
