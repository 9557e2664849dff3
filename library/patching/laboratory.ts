import type { Edge, Engine, Patch, PatchedRun, Prompts, Run } from '../transformer/engine.ts'
import type { Shape } from '../transformer/model.ts'

type Result<K extends 'run' | 'patch' | 'rewire' | 'gradients'> = Promise<ReturnType<Engine[K]>>

/**
 * What methods ask of a model: an engine behind a counter. A prompt that goes through the model
 * costs one, forwards or backwards, whole or in part.
 */
export interface Laboratory {
  readonly shape: Shape
  run(...asked: Parameters<Engine['run']>): Result<'run'>
  patch(base: Run, patches: readonly Patch[]): Promise<PatchedRun>
  rewire(base: Run, edges: readonly Edge[], other: Run): Promise<PatchedRun>
  gradients(...asked: Parameters<Engine['gradients']>): Result<'gradients'>
}

/** An engine of one's own, where nothing is counted but what it cost. */
export function openLaboratory(engine: Engine): Laboratory & { readonly cost: () => Cost } {
  const cost = { forwards: 0, backwards: 0 }
  const forwards = (prompts: Prompts) => (cost.forwards += prompts.length)
  return {
    shape: engine.model.shape,
    cost: () => ({ ...cost }),
    async run(...asked) {
      forwards(asked[0])
      return engine.run(...asked)
    },
    async patch(base, patches) {
      forwards(base.prompts)
      return engine.patch(base, patches)
    },
    async rewire(base, edges, other) {
      forwards(base.prompts)
      return engine.rewire(base, edges, other)
    },
    async gradients(...asked) {
      cost.backwards += asked[0].prompts.length
      return engine.gradients(...asked)
    },
  }
}

/** Prompts that went through the model. */
export interface Cost {
  readonly forwards: number
  readonly backwards: number
}
