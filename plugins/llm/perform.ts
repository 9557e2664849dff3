import { z } from 'zod'
import { BudgetExceeded, InvalidQuery, type Json } from '../contracts.ts'
import { CallRefused, type Experiment } from '../model.ts'

const REFUSALS = [CallRefused, BudgetExceeded, InvalidQuery, SyntaxError, z.ZodError]
const LONGEST_REASON = 500

/** Does what a model calls for. A call that cannot be done is a result like any other. */
export async function perform(
  experiments: readonly Experiment[],
  name: string,
  args: () => unknown,
): Promise<Readonly<Record<string, Json>>> {
  try {
    const experiment = experiments.find(({ tool }) => tool.name === name)
    if (!experiment) throw new CallRefused(`there is no tool ${JSON.stringify(name)}`)
    return await experiment.run(args())
  } catch (error) {
    if (!REFUSALS.some((refusal) => error instanceof refusal)) throw error
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    return { error: reason.slice(0, LONGEST_REASON) }
  }
}
