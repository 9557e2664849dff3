import { Bench } from 'tinybench'
import type { HotPath } from '../contracts.ts'

/**
 * Nanoseconds that one call of a function takes on the category's hot path, as the median of a
 * few batches: a single call of some nanoseconds would measure the timer. Takes about 1 ms.
 */
export async function timeFunction({ calls, run }: HotPath): Promise<number> {
  const bench = new Bench({ time: 0.5, iterations: 5, warmup: false, throws: true })
  bench.add('function', () => run())
  const [task] = await bench.run()
  if (task?.result.state !== 'completed') throw new Error('tinybench did not complete')
  return (task.result.latency.p50 * 1e6) / calls
}
