/**
 * Nanoseconds per call of the functions, by operator: the hot path of the category, and beside it
 * the loop written by hand. `npm run bench` (all), `npm run bench -- numeric sin` (some).
 *
 * Times are the medians of batches of calls. The ratio to the loop by hand is measured in the
 * same run; absolute times depend on the machine.
 */
import process from 'node:process'
import Table from 'cli-table3'
import { Bench } from 'tinybench'
import type { Category, FindFunction, Suite } from '../plugins/contracts.ts'
import { functionName } from '../plugins/records.ts'
import { randomStream } from '../plugins/utils/random.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { strings } from '../suites/strings/suite.ts'
import { loopByHand } from './by-hand.ts'

const SEED = 0
const wanted = process.argv.slice(2)

const table = new Table({
  head: ['function', 'hot path', 'by hand', 'hot path / by hand'],
  colAligns: ['left', 'right', 'right', 'right'],
  style: { head: [], border: [], compact: true },
})

/** The plainest function of each outermost operator: of few operators, of the first variant. */
function plainest<C extends Category>(suite: Suite<C>): Map<string, FindFunction<C>> {
  const ordered = suite
    .functions(SEED)
    .toSorted(
      (a, b) =>
        a.operators.length - b.operators.length ||
        suite.variants.indexOf(a.variant) - suite.variants.indexOf(b.variant),
    )
  return new Map(ordered.toReversed().map((fn) => [fn.operators[0]!, fn]))
}

async function measure<C extends Category>(suite: Suite<C>): Promise<void> {
  const functions = plainest(suite)
  for (const operator of suite.operators) {
    const fn = functions.get(operator)
    if (!fn || !wanted.every((word) => word === suite.name || word === operator)) continue
    const name = functionName(suite.name, fn.id)
    const truth = fn.truth()
    const probed = await suite.category.probe(truth, randomStream(SEED, name, 'probes'))
    const random = randomStream(SEED, name, 'bench')
    const hotPath = suite.category.hotPath(truth, probed, random)
    const bench = new Bench({ time: 20, warmupTime: 10, throws: true })
    bench.add('hot path', () => hotPath.run())
    const loop = await loopByHand(name, hotPath.calls)
    if (loop) bench.add('by hand', loop)
    const [hot, byHand] = (await bench.run()).map(({ result }) => {
      if (result.state !== 'completed') throw new Error(`${name} did not complete`)
      return (result.latency.p50 * 1e6) / hotPath.calls
    })
    table.push([
      `${suite.name} ${fn.operators.join(' ')}`,
      hot!.toFixed(1),
      byHand?.toFixed(1) ?? '–',
      byHand === undefined ? '–' : (hot! / byHand).toFixed(2),
    ])
  }
}

await measure(numeric)
await measure(strings)
console.log('nanoseconds per call (median)')
console.log(table.toString())
