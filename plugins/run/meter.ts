import { BudgetExceeded, type Json, type Meter } from '../contracts.ts'
import { jsonKey } from '../utils/json.ts'

/** The harness's view of a box: what was asked of it. */
export interface Counts {
  readonly queries: number
  readonly distinct: number
  /** How many times it was asked, with one input or many. */
  readonly experiments: number
  /** What the function itself threw, if it ever did: a fault of the harness. */
  readonly fault: unknown
}

/** Told of every experiment that was run: its inputs, and its outputs as people read them. */
export type OnExperiment = (inputs: readonly Json[], outputs: readonly string[]) => void

/**
 * Opens the meter of one box. It holds all state in this closure, so that nothing of a box leads
 * back to its function, and what the function itself throws is replaced by a plain error.
 */
export function openMeter(
  budget: number,
  onExperiment?: OnExperiment,
): { readonly meter: Meter; readonly counts: Counts } {
  const asked = new Set<Json>()
  const counts = { queries: 0, distinct: 0, experiments: 0, fault: undefined as unknown }

  const meter: Meter = Object.freeze({
    get left() {
      return budget - counts.queries
    },
    async run<T>(
      inputs: readonly Json[],
      work: () => readonly T[] | Promise<readonly T[]>,
      show: (output: T) => string,
    ) {
      const left = budget - counts.queries
      if (inputs.length > left) throw new BudgetExceeded(inputs.length, left, budget)
      counts.queries += inputs.length
      counts.experiments++
      for (const input of inputs) asked.add(jsonKey(input))
      counts.distinct = asked.size
      return attempt(async () => {
        const outputs = await work()
        if (outputs.length !== inputs.length)
          throw new Error(`the function gave ${outputs.length} outputs for ${inputs.length} inputs`)
        onExperiment?.(inputs, outputs.map(show))
        return outputs
      })
    },
  })

  async function attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      counts.fault ??= error
      // oxlint-disable-next-line preserve-caught-error -- a cause could lead back to the function
      throw new Error('the black box failed')
    }
  }

  return { meter, counts }
}
