/** The boxes as the harness sees them: what they are made of stays in here. */
import { openEngine } from '../../library/transformer/engine.ts'
import { openFloat32 } from '../../library/transformer/float32.ts'
import { type CircuitTruth, idealOf } from '../../plugins/categories/circuits/index.ts'
import type { CircuitTask } from '../../plugins/categories/circuits/task.ts'
import type { FindFunction } from '../../plugins/contracts.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { DESIGNS } from './designs.ts'

/** Pairs of prompts that interpreters have, and on which answers are judged. */
const SHOWN = 16
const JUDGED = 4

/** All boxes of a seed, each with its twin behind it. */
export function builtFunctions(seed: number): readonly FindFunction<'circuits'>[] {
  const counts = new Map<string, number>()
  return DESIGNS.flatMap((design, i) => {
    const copy = counts.get(design.name) ?? 0
    counts.set(design.name, copy + 1)
    const stream = (purpose: string) => randomStream(seed, 'circuits', design.name, copy, purpose)
    const built = once(() => design.build(stream('box')))
    const params = { box: design.name, copy, draw: stream('params')() }
    const about = (number: number, operators: readonly string[]) => ({
      id: `f${String(number).padStart(5, '0')}`,
      variant: design.variant,
      operators: [design.name, ...operators],
      questions: () => ({ inapplicable: 'there is no unit test of circuits' }),
    })
    const truth = once(() => {
      const { task, twin } = built()
      return truthOf(task, { here: twin.left, there: twin.came }, stream)
    })
    const twin = once(() => {
      const { left, came, task } = built().twin
      return truthOf(task, { here: came, there: left }, stream)
    })
    return [
      {
        ...about(2 * i, []),
        params: { ...params, twin: false },
        truth,
        ideal: () => idealOf(truth()),
      },
      {
        ...about(2 * i + 1, ['twin']),
        params: { ...params, twin: true },
        truth: twin,
        ideal: () => idealOf(twin()),
      },
    ]
  })
}

/** What a box's category has of it. */
export function truthOf(
  task: CircuitTask,
  twin: CircuitTruth['twin'],
  stream: (purpose: string) => () => number,
): CircuitTruth {
  return {
    task,
    engine: once(() => openEngine(task.model, openFloat32())),
    shown: task.pairs(SHOWN, stream('shown')),
    judged: task.pairs(JUDGED, stream('judged')),
    twin,
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
