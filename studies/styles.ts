/**
 * Whether answers are judged alike however they are written: the share of functions that the
 * truth solves when it is rewritten in styles of people and of models. Prints a Markdown table:
 * `npm run study:styles -- --seeds 0,11 --size 200`.
 */
import { parseArgs } from 'node:util'
import type { Category, FindFunction, Interpreter, Suite } from '../plugins/contracts.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { strings } from '../suites/strings/suite.ts'
import { runBenchmark } from './run-benchmark.ts'
import { rewrite, type Style, STYLES } from './writing-styles.ts'

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '0,11' }, size: { type: 'string', default: '200' } },
})
const seeds = values.seeds.split(',').map(Number)
const size = Number(values.size)

/** Answers with the ideal code of a function, rewritten. */
const writer =
  (style: Style, category: 'numeric' | 'strings') =>
  <C extends Category>(fn: FindFunction<C>): Interpreter => {
    const { description, domain, ...rest } = fn.ideal()
    const { source } = (rest as unknown as { code: { source: string } }).code
    const code = { language: 'javascript', source: rewrite(style, category, source) }
    const answer = async () => ({ description, domain, code }) as never
    return { name: 'writer', version: '1', deterministic: true, interpret: () => answer }
  }

/** Functions that can be solved, and those that a style solves. */
async function count<C extends Category>(
  suite: Suite<C>,
  style: Style,
): Promise<{ of: number; solved: number }> {
  const total = { of: 0, solved: 0 }
  for (const seed of seeds) {
    const write = writer(style, suite.name as 'numeric' | 'strings')
    for (const record of await runBenchmark(suite, write, { seed, size })) {
      if (record.state !== 'interpreted') throw new Error(JSON.stringify(record))
      const { score } = record.scores.find(({ protocol }) => protocol === 'solved')!
      if (score.status !== 'scored') continue
      total.of++
      total.solved += score.value
    }
  }
  return total
}

const percent = ({ of, solved }: { of: number; solved: number }) =>
  `${((100 * solved) / of).toFixed(1)} of ${of}`

console.log('| written by | style | numeric, % | strings, % |\n|---|---|---|---|')
const all = { of: 0, solved: 0 }
for (const [who, styles] of Object.entries(STYLES))
  for (const [name, style] of Object.entries(styles)) {
    const counts = [await count(numeric, style), await count(strings, style)]
    for (const { of, solved } of counts) {
      all.of += of
      all.solved += solved
    }
    console.log(`| ${who} | ${name} | ${counts.map(percent).join(' | ')} |`)
  }
console.log(`| all | | ${percent(all)} | |`)
