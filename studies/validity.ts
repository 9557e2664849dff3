/**
 * What the two protocols make of answers that explain nothing, beside the truth. Prints a
 * Markdown table: `npm run study:validity`.
 */
import constant from '../interpreters/constant.ts'
import interpolate from '../interpreters/interpolate.ts'
import type { RunRecord } from '../plugins/records.ts'
import { summarize } from '../plugins/report/summarize.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { strings } from '../suites/strings/suite.ts'
import { runBenchmark } from './run-benchmark.ts'
import { examplesTable, runOracle } from './yardsticks.ts'

const FULL = { seed: 0, size: 'full' } as const

const answers: Record<string, () => Promise<RunRecord[]>> = {
  'the truth, numeric': () => runOracle(numeric, FULL),
  'table of 257 points': () => runBenchmark(numeric, interpolate({ samples: 257 }), FULL),
  'table of 33 points': () => runBenchmark(numeric, interpolate({ samples: 33 }), FULL),
  'table of 9 points': () => runBenchmark(numeric, interpolate({ samples: 9 }), FULL),
  constant: () => runBenchmark(numeric, constant(), FULL),
  'the truth, strings': () => runOracle(strings, FULL),
  'table of 10 examples': () => runBenchmark(strings, examplesTable, FULL),
}

console.log('| answer | paper, % | solved, % |\n|---|---|---|')
for (const [name, run] of Object.entries(answers)) {
  const rows = summarize(await run()).filter(({ variant }) => variant === 'all')
  const share = (...scorers: string[]) =>
    (100 * (rows.find(({ scorer }) => scorers.includes(scorer))?.mean ?? NaN)).toFixed(1)
  console.log(`| ${name} | ${share('nmse', 'exact')} | ${share('solved')} |`)
}
