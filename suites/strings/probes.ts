import type { Random } from '../../plugins/contracts.ts'
import { baitOf, hardInputs } from './hard-inputs.ts'
import { naturalInputs } from './natural-inputs.ts'
import { program, type Step } from '../../library/strings/index.ts'
import type { Probes } from '../../plugins/categories/functions.ts'
import type { StringTruth } from './truth.ts'

/** FIND's number of inputs per string function (arXiv 2309.03886, section 4). */
const EXAMPLES = 10

/**
 * `examples`: 10 natural inputs, with random operators drawn anew, as FIND scores.
 * `hard`: 100 inputs made to be hard; absent for a random function, which has no right output.
 */
export function stringProbes(
  steps: readonly Step[],
  truth: Pick<StringTruth, 'expected' | 'sample'>,
  random: Random,
): Probes<readonly string[], readonly string[]> {
  const bait = baitOf(steps)
  const inputs = naturalInputs(random, EXAMPLES, bait.letters)
  const examples = {
    inputs,
    expected: truth.sample(inputs, random),
    truth: truth.expected(inputs),
  }
  if (program(steps).random) return { examples }
  const hard = hardInputs(random, bait)
  const expected = truth.expected(hard)
  return { examples, hard: { inputs: hard, expected, truth: expected } }
}
