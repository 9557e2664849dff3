import { inspect } from 'node:util'
import { BudgetExceeded, InvalidQuery } from '../utils/box-errors.ts'
import {
  type BlackBox,
  type Category,
  type Input,
  type Inputs,
  NUMERIC_DOMAIN,
  type Output,
  type Random,
  type Truth,
} from '../contracts.ts'

/** The harness's view of a box: what was asked of it. */
export interface Meter {
  readonly queries: number
  readonly distinct: number
  /** How many times it was asked, with one input or many. */
  readonly experiments: number
  /** What the function itself threw, if it ever did: a fault of the harness. */
  readonly fault: unknown
}

export interface BoxOptions<C extends Category> {
  readonly budget: number
  /** The box's own stream for noise. */
  readonly random: Random
  /** Told of every experiment that was run. */
  readonly onExperiment?: (inputs: readonly Input<C>[], outputs: readonly Output<C>[]) => void
}

export interface OpenBox<C extends Category> {
  readonly box: BlackBox<C>
  readonly meter: Meter
}

/**
 * Opens a box on a function. The box holds no reference that leads back to the spec: all state
 * lives in this closure, and errors of the function itself are replaced by a plain one.
 */
export function openBox<C extends Category>(
  category: C,
  truth: Pick<Truth<C>, 'sample'>,
  { budget, random, onExperiment }: BoxOptions<C>,
): OpenBox<C> {
  const distinct = new Set<Input<C>>()
  const meter = { queries: 0, distinct: 0, experiments: 0, fault: undefined as unknown }

  async function query(asked: Input<C> | readonly Input<C>[]): Promise<Output<C> | Output<C>[]> {
    const one = !Array.isArray(asked) && !ArrayBuffer.isView(asked)
    const inputs = (one ? [asked] : Array.from(asked as Iterable<Input<C>>)) as Input<C>[]
    for (const input of inputs) checkInput(category, input)
    const left = budget - meter.queries
    if (inputs.length > left) throw new BudgetExceeded(inputs.length, left, budget)
    meter.queries += inputs.length
    meter.experiments++
    for (const input of inputs) distinct.add(input)
    meter.distinct = distinct.size
    const outputs = draw(inputs)
    onExperiment?.(inputs, outputs)
    return one ? outputs[0]! : outputs
  }

  function draw(inputs: Input<C>[]): Output<C>[] {
    try {
      const batch = (
        category === 'numeric' ? Float64Array.from(inputs as number[]) : inputs
      ) as Inputs<C>
      return Array.from(truth.sample(batch, random) as Iterable<Output<C>>)
    } catch (error) {
      meter.fault ??= error
      // oxlint-disable-next-line preserve-caught-error -- a cause could lead back to the spec
      throw new Error('the black box failed')
    }
  }

  const box = Object.freeze({
    category,
    get queriesLeft() {
      return budget - meter.queries
    },
    query: Object.freeze(query),
  }) as BlackBox<C>
  return { box, meter }
}

function checkInput(category: Category, input: unknown): void {
  const [low, high] = NUMERIC_DOMAIN
  const valid =
    category === 'numeric'
      ? typeof input === 'number' && input >= low && input <= high
      : typeof input === 'string'
  if (valid) return
  const expected = category === 'numeric' ? `numbers in [${low}, ${high}]` : 'strings'
  const got = inspect(input, { depth: 1, maxStringLength: 80 })
  throw new InvalidQuery(`${category} boxes take ${expected}; got ${got}`)
}
