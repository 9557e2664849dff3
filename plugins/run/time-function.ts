import { Bench } from 'tinybench'
import type { Category, Inputs, Truth } from '../contracts.ts'
import { randomStream } from '../utils/random.ts'

const CALLS = 1000

/**
 * Nanoseconds that one call of a function, noise and all, takes in a batch of about 1000, as the median of a
 * few batches: a single call of some nanoseconds would measure the timer. Takes about 1 ms.
 *
 * @param inputs inputs to draw on, over and over; not empty.
 */
export function timeFunction<C extends Category>(
  truth: Pick<Truth<C>, 'sample'>,
  inputs: Inputs<C>,
): number {
  const indices = Array.from({ length: CALLS }, (_, i) => i % inputs.length)
  const batch = (
    inputs instanceof Float64Array
      ? Float64Array.from(indices, (i) => inputs[i]!)
      : indices.map((i) => inputs[i]!)
  ) as Inputs<C>
  const bench = new Bench({ time: 0.5, iterations: 5, warmup: false, throws: true })
  const random = randomStream(0, 'timing')
  bench.add('function', () => truth.sample(batch, random))
  const [task] = bench.runSync()
  if (task?.result.state !== 'completed') throw new Error('tinybench did not complete')
  return (task.result.latency.p50 * 1e6) / CALLS
}
