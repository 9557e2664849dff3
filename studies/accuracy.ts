/**
 * Accuracy of an interpreter over several seeds, without Vitest; lists what it does not solve.
 *
 *   node studies/accuracy.ts --suite numeric --interpreter synthesis --seeds 1,2 --size 200 --unsolved
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Category, InterpreterFactory, Suite } from '../plugins/contracts.ts'
import { functionOf, type RunRecord } from '../plugins/records.ts'
import type { Size } from '../plugins/run-settings.ts'
import { summarize } from '../plugins/report/summarize.ts'
import { renderRows } from '../reporters/accuracy-table.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { strings } from '../suites/strings/suite.ts'
import { runBenchmark } from './run-benchmark.ts'
import { answeredSource } from './answered-source.ts'

const { values } = parseArgs({
  options: {
    suite: { type: 'string', default: 'numeric' },
    interpreter: { type: 'string', default: 'synthesis' },
    seeds: { type: 'string', default: '1' },
    size: { type: 'string', default: 'full' },
    queries: { type: 'string', default: '5000' },
    unsolved: { type: 'boolean', default: false },
  },
})

const file = [`${values.interpreter}.ts`, `${values.interpreter}/index.ts`]
  .map((name) => resolve(import.meta.dirname, '../interpreters', name))
  .find((path) => existsSync(path))
if (!file) throw new Error(`no interpreter ${values.interpreter}`)
const module: { default: InterpreterFactory } = await import(pathToFileURL(file).href)
const interpreter = module.default()
const size: Size =
  values.size === 'full' || values.size === 'mini' ? values.size : Number(values.size)

async function run<C extends Category>(suite: Suite<C>): Promise<void> {
  for (const seed of values.seeds.split(',').map(Number)) {
    const begin = performance.now()
    const records = await runBenchmark(suite, interpreter, {
      seed,
      size,
      queries: Number(values.queries),
    })
    const seconds = (performance.now() - begin) / 1000
    console.log(
      `${suite.name}, seed ${seed}: ${records.length} functions in ${seconds.toFixed(1)} s`,
    )
    console.log(renderRows(summarize(records), process.stdout.columns ?? 120))
    if (values.unsolved) for (const record of records) printUnsolved(suite, record, seed)
  }
}

function printUnsolved<C extends Category>(suite: Suite<C>, record: RunRecord, seed: number): void {
  const truth = suite
    .functions(seed)
    .find(({ id }) => id === record.functionId)!
    .ideal()
  const about = `${functionOf(record)} [${record.variant} ${record.operators.join(' ')}] ${truth.description} ${truth.domain ?? ''}`
  if (record.state === 'failed') console.log(`FAILED ${about}\n    ${record.error.message}`)
  if (record.state !== 'interpreted') return
  const wrong = record.scores.filter(
    ({ protocol, score }) => protocol !== 'solved' && score.status === 'scored' && score.value < 1,
  )
  if (wrong.length === 0) return
  const { description, domain } = record.interpretation
  console.log(`${about}\n    answered: ${description} ${domain ?? ''}`)
  console.log(`    code: ${answeredSource(record.interpretation)?.slice(0, 300)}`)
  for (const { scorer, score } of wrong)
    if (score.status === 'scored')
      console.log(`    ${scorer}: ${score.detail} ${JSON.stringify(score.counterexample)}`)
}

await (values.suite === 'strings' ? run(strings) : run(numeric))
