import { z } from 'zod'
import type { BlackBox, Category, Input, Random } from '../../../plugins/contracts.ts'
import { shown } from '../shown.ts'
import { randomNumbers, regularNumbers } from './numeric-exemplars.ts'
import { randomStrings, regularStrings } from './string-exemplars.ts'

export const ExemplarOptions = z.strictObject({
  count: z.int().min(1).max(200).default(10),
  /**
   * `regular`: numbers at equal distances over the domain; everyday strings.
   * `random`: uniform numbers; random characters.
   */
  draw: z.enum(['regular', 'random']).default('regular'),
})
export type ExemplarOptions = z.output<typeof ExemplarOptions>

const INPUTS: {
  readonly [C in Category]: Readonly<
    Record<ExemplarOptions['draw'], (count: number, random: Random) => Input<C>[]>
  >
} = {
  numeric: { regular: regularNumbers, random: randomNumbers },
  strings: { regular: regularStrings, random: randomStrings },
}

/** Different inputs, at none of which a function is judged. */
export function exemplarInputs<C extends Category>(
  category: C,
  { count, draw }: ExemplarOptions,
  random: Random,
): Input<C>[] {
  return INPUTS[category][draw](count, random)
}

/**
 * Queries the exemplars and writes each as a line `<JSON input> -> <JSON output>`.
 *
 * @throws BudgetExceeded where the box has not as many queries left.
 */
export async function exemplarLines<C extends Category>(
  box: BlackBox<C>,
  options: ExemplarOptions,
  random: Random,
): Promise<string> {
  const inputs = exemplarInputs(box.category, options, random)
  const outputs = await box.query(inputs)
  return inputs
    .map((input, i) => `${JSON.stringify(input)} -> ${JSON.stringify(shown(outputs[i]!))}`)
    .join('\n')
}
