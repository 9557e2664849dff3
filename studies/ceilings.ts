/**
 * Ceilings of the paper protocol: what the expected truth scores where noise and corruption are
 * drawn anew, by variant, over ten seeds. Runs no interpreter. Prints a Markdown table:
 *
 *   node studies/ceilings.ts --seeds 0,1,2
 */
import { parseArgs } from 'node:util'
import { max, mean, min } from 'd3-array'
import type { Category, Suite } from '../plugins/contracts.ts'
import { functionName } from '../plugins/records.ts'
import { randomStream } from '../plugins/utils/random.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { strings } from '../suites/strings/suite.ts'

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '0,1,2,3,4,5,6,7,8,9' } },
})
const seeds = values.seeds.split(',').map(Number)

/** Mean paper score of the ideal answers, in percent, by variant. */
async function ceilings<C extends Category>(
  suite: Suite<C>,
  seed: number,
): Promise<Map<string, number>> {
  const scorer = suite.scorers.find(({ protocol }) => protocol === 'paper')!
  const scores = new Map<string, number[]>([...suite.variants, 'all'].map((name) => [name, []]))
  for (const fn of suite.functions(seed)) {
    const name = functionName(suite.name, fn.id)
    const evidence = await suite.category.probe(fn.truth(), randomStream(seed, name, 'probes'))
    const ideal = fn.ideal()
    const score = await scorer.score({ answer: ideal, ideal, evidence })
    if (score.status !== 'scored') continue
    for (const row of [fn.variant, 'all']) scores.get(row)!.push(score.value)
  }
  return new Map([...scores].map(([variant, list]) => [variant, 100 * mean(list)!]))
}

async function study<C extends Category>(suite: Suite<C>): Promise<void> {
  const bySeed: Map<string, number>[] = []
  for (const seed of seeds) bySeed.push(await ceilings(suite, seed))
  for (const variant of bySeed[0]!.keys()) {
    const list = bySeed.map((one) => one.get(variant)!)
    const figures = [mean(list)!, min(list)!, max(list)!, list[0]!].map((value) => value.toFixed(1))
    console.log(`| ${suite.name} | ${variant} | ${figures.join(' | ')} |`)
  }
}

console.log(`| suite | variant | mean, % | least | most | seed ${seeds[0]} |`)
console.log('|---|---|---|---|---|---|')
await study(numeric)
await study(strings)
