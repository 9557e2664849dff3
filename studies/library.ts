/**
 * How much of `synthesis` is prior knowledge: hides a random 20 % of the operators from it, in
 * several draws, and prints accuracy beside that with the whole library, apart for functions
 * that use a hidden operator and those that do not.
 *
 *   npm run study:library -- --size 200 --seed 0 --draws 5
 */
import { parseArgs } from 'node:util'
import { mean, shuffle } from 'simple-statistics'
import synthesis from '../interpreters/synthesis/index.ts'
import type { Category, Suite } from '../plugins/contracts.ts'
import type { RunRecord } from '../plugins/records.ts'
import { randomStream } from '../plugins/utils/random.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { strings } from '../suites/strings/suite.ts'
import { runBenchmark } from './run-benchmark.ts'

const HIDDEN_SHARE = 0.2

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '200' },
    seed: { type: 'string', default: '0' },
    draws: { type: 'string', default: '5' },
  },
})
const options = { seed: Number(values.seed), size: Number(values.size) }

const share = (records: readonly RunRecord[], scorer: string): string => {
  const scores = records.flatMap((record) =>
    record.state === 'interpreted'
      ? record.scores.flatMap(({ scorer: name, score }) =>
          name === scorer && score.status === 'scored' ? [score.value] : [],
        )
      : [],
  )
  return scores.length > 0 ? (100 * mean(scores)).toFixed(1) : '–'
}

async function study<C extends Category>(suite: Suite<C>, paper: string): Promise<void> {
  const whole = await runBenchmark(suite, synthesis(), options)
  const cells = (records: readonly RunRecord[]) =>
    `${records.length} | ${share(records, paper)} | ${share(records, 'solved')}`
  console.log(`\n| ${suite.name} | functions | paper, % | solved, % |\n|---|---|---|---|`)
  console.log(`| whole library | ${cells(whole)} |`)
  const known: RunRecord[] = []
  const unknown: RunRecord[] = []
  const names = suite.operators.filter((name) => name !== 'sum' && name !== 'product')
  for (let draw = 0; draw < Number(values.draws); draw++) {
    const order = shuffle(names, randomStream(options.seed, 'library', draw))
    const hidden = order.slice(0, Math.round(HIDDEN_SHARE * names.length))
    const records = await runBenchmark(suite, synthesis({ hidden }), options)
    console.log(`| without ${hidden.join(', ')} | ${cells(records)} |`)
    for (const record of records)
      (record.operators.some((name) => hidden.includes(name)) ? unknown : known).push(record)
  }
  console.log(`| all draws | ${cells([...known, ...unknown])} |`)
  console.log(`| of these, made of known operators | ${cells(known)} |`)
  console.log(`| of these, with a hidden operator | ${cells(unknown)} |`)
}

await study(numeric, 'nmse')
await study(strings, 'exact')
