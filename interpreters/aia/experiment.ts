import { z } from 'zod'
import { BudgetExceeded, InvalidQuery } from '../../plugins/utils/box-errors.ts'
import type { Tool } from '../../plugins/contracts.ts'

/** What came of a call, ready for JSON. */
export type Result = Readonly<Record<string, unknown>>

/** Something a model may do before it answers. */
export interface Experiment {
  readonly tool: Tool
  /** What this throws of {@link REFUSALS} is told to the model. */
  run(args: unknown): Promise<Result>
}

/** A call that makes no sense: the model is told why. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused'
}

const REFUSALS = [CallRefused, BudgetExceeded, InvalidQuery, SyntaxError, z.ZodError]
const LONGEST_REASON = 500

/** Does what a model calls for. A call that cannot be done is a result like any other. */
export async function perform(
  experiments: readonly Experiment[],
  name: string,
  args: () => unknown,
): Promise<Result> {
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
