import { BudgetExceeded, type FunctionBox } from '../../plugins/index.ts'

/** That a box takes no such input, or fails at it: evidence like any output. */
export const REFUSED = Symbol('refused')

/**
 * The outputs of a box, in the order of the inputs. A box rejects a whole list for one input that
 * it does not take; then each is asked by itself. Inputs that the budget does not reach are left
 * out at the end.
 */
export async function putQuestions<Input, Output>(
  box: FunctionBox<Input, Output>,
  inputs: readonly Input[],
): Promise<(Output | typeof REFUSED)[]> {
  if (inputs.length === 0) return []
  try {
    return await box.queryAll(inputs)
  } catch (error) {
    if (error instanceof BudgetExceeded) throw error
    if (inputs.length === 1) return [REFUSED]
  }
  const outputs: (Output | typeof REFUSED)[] = []
  for (const input of inputs) {
    if (box.queriesLeft === 0) break
    outputs.push(...(await putQuestions(box, [input])))
  }
  return outputs
}
