import { openEngine } from '../../library/transformer/engine.ts'
import { circuits as category, idealOf } from '../../plugins/categories/circuits/index.ts'
import type { FindFunction, Suite } from '../../plugins/contracts.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { trained, TRAINED_NAMES, type TrainedName } from '../circuits/boxes/trained.ts'
import { truthOf } from '../circuits/functions.ts'
import { circuitScorers } from '../circuits/scorers.ts'
import { intervened } from './intervened.ts'

/**
 * Tiny transformers that were trained, each under every choice of tokens that its prompts are
 * corrupted by. Nobody knows their circuits: the truth is what matters where it is intervened upon,
 * so that exhaustive patching is right by definition. The same under every seed, and apart from
 * boxes that were built.
 */
export const trainedCircuits: Suite<'circuits'> = {
  name: 'circuits-trained',
  version: '1',
  category,
  variants: [...TRAINED_NAMES],
  operators: ['trained'],
  scorers: circuitScorers,
  unitTests: [],
  functions: (seed) =>
    TRAINED_NAMES.flatMap((name) =>
      trained(name).corruptions.map((choice) => ({ name, choice })),
    ).map((about, number) => trainedFunction(seed, number, about)),
}

function trainedFunction(
  seed: number,
  number: number,
  { name, choice }: { readonly name: TrainedName; readonly choice: string },
): FindFunction<'circuits'> {
  const stream = (purpose: string) => randomStream(seed, 'circuits-trained', name, choice, purpose)
  let made: ReturnType<typeof truthOf> | undefined
  const truth = () => {
    if (made) return made
    const model = trained(name)
    const corruptions = [choice, ...model.corruptions.filter((other) => other !== choice)]
    const task = { ...model, corruptions }
    made = truthOf({ ...task, parts: intervened(task, openEngine(task.model)) }, null, stream)
    return made
  }
  return {
    id: `f${String(number).padStart(5, '0')}`,
    variant: name,
    operators: ['trained'],
    params: { name, choice, draw: stream('params')() },
    truth,
    ideal: () => idealOf(truth()),
    questions: () => ({ inapplicable: 'there is no unit test of circuits' }),
  }
}
