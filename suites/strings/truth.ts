import { z } from 'zod'
import type { FunctionSpec, Random, Truth } from '../../plugins/contracts.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { program, Step } from '../../library/strings/index.ts'

const Params = z.strictObject({ steps: z.array(Step).min(1).max(2) })

/** The operators of a string function, the one applied first first. Throws on other params. */
export const stepsOf = (spec: FunctionSpec<'strings'>): readonly Step[] =>
  Params.parse(spec.params).steps

/**
 * The string function of a spec. Where it is random, `expected` draws from a stream of the
 * spec's id and the input, so that an input has one output wherever it stands in a batch.
 */
export function stringTruth(spec: FunctionSpec<'strings'>): Truth<'strings'> {
  const steps = stepsOf(spec)
  const { run, code, random } = program(steps)
  if (!random) {
    const all = (inputs: readonly string[]) => inputs.map((input) => run(input))
    return { code, expected: all, sample: all }
  }
  const drawing = (input: string, source: Random) => program(steps, source).run(input)
  return {
    code,
    expected: (inputs) =>
      inputs.map((input) => drawing(input, randomStream(0, spec.id, 'expected', input))),
    sample(inputs, source) {
      const draw = program(steps, source).run
      return inputs.map((input) => draw(input))
    },
  }
}
