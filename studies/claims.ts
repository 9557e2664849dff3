/**
 * Whether what `synthesis` says of itself is true: on seeds that it was not made with, and on
 * functions beside its library. `npm run study:claims -- --seeds 300,301 --size full`
 */
import { parseArgs } from 'node:util'
import { median } from 'd3-array'
import { mean } from 'simple-statistics'
import synthesis from '../interpreters/synthesis/index.ts'
import type { Category, Suite } from '../plugins/contracts.ts'
import type { RunRecord } from '../plugins/records.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { strings } from '../suites/strings/suite.ts'
import { claimOf, isSure, SURE, type Claim } from './claims-of.ts'
import { judgeUnknownNumeric, judgeUnknownStrings, type Judgement } from './judge-unknown.ts'
import { runBenchmark } from './run-benchmark.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '300' },
    size: { type: 'string', default: 'full' },
    suite: { type: 'string', default: 'numeric,strings' },
    /** Every answer to an unknown function. */
    verbose: { type: 'boolean', default: false },
  },
})

const percent = (hits: readonly boolean[]) =>
  hits.length === 0 ? '–' : `${((100 * hits.filter(Boolean).length) / hits.length).toFixed(1)} %`

function printClaims(title: string, claims: readonly Claim[]): void {
  const judged = claims.filter(({ right }) => right !== null)
  const sure = judged.filter(isSure)
  const solved = judged.filter(({ right }) => right)
  const alarms = (there: boolean) =>
    claims.flatMap(({ alarm }) => (alarm?.there === there ? alarm.told : []))
  const brier = mean(judged.map(({ confidence, right }) => (confidence - (right ? 1 : 0)) ** 2))
  console.log(
    `${title}: ${judged.length} judged, ${solved.length} right, Brier ${brier.toFixed(4)}; ` +
      `of ${sure.length} claims ≥ ${SURE} right ${percent(sure.map(({ right }) => right === true))}; ` +
      `of the right claimed ≥ ${SURE} ${percent(solved.map(isSure))}; ` +
      `departures told: ${percent(alarms(true))} of ${alarms(true).length}, ` +
      `where there are none ${percent(alarms(false))} of ${alarms(false).length}`,
  )
}

async function studyKnown<C extends Category>(suite: Suite<C>): Promise<void> {
  const seeds = values.seeds.split(',').filter(Boolean).map(Number)
  if (seeds.length === 0) return
  const size = values.size === 'full' ? 'full' : Number(values.size)
  const records: RunRecord[] = []
  for (const seed of seeds)
    records.push(...(await runBenchmark(suite, synthesis(), { seed, size })))
  for (const [variant, own] of Map.groupBy(records, (record) => record.variant))
    printClaims(`${suite.name} ${variant}`, own.flatMap(claimOf))
  printClaims(suite.name, records.flatMap(claimOf))
  for (const record of records) {
    if (!values.verbose || record.state !== 'interpreted') continue
    const [claim] = claimOf(record)
    if (claim && claim.right !== null && claim.right !== isSure(claim))
      console.log(
        `   ${record.seed} ${record.functionId} ${record.variant} ${record.operators.join()} ${claim.confidence} ${claim.right} | ${record.interpretation.description}`,
      )
  }
  const queries = records.flatMap((r) => (r.state === 'interpreted' ? r.queries.count : []))
  const ms = records.flatMap(({ timing }) => timing.interpretMs ?? [])
  console.log(`   queries: median ${median(queries)}; mean ${mean(ms).toFixed(1)} ms`)
}

function printUnknown(title: string, judgements: readonly Judgement[]): void {
  printClaims(`beside the library, ${title}`, judgements)
  const wrong = judgements.filter((one) => isSure(one) && one.right === false)
  for (const { name, description } of wrong)
    console.log(`   sure and wrong: ${name}: ${description}`)
  const worst = judgements.toSorted((a, b) => b.error - a.error)[0]!
  console.log(`   worst error against a constant's: ${worst.error.toPrecision(4)}, ${worst.name}`)
  if (!values.verbose) return
  for (const { name, error, confidence, right, queries, ms, description, domain } of judgements)
    console.log(
      `   ${right ? '+' : '-'} ${confidence.toFixed(2)} ${error.toPrecision(3)} ${queries} ${ms.toFixed(0)} ms | ` +
        `${name} | ${description}${domain === null ? '' : ` | ${domain}`}`,
    )
}

const suites = new Set(values.suite.split(','))
if (suites.has('numeric')) {
  printUnknown('numeric', await judgeUnknownNumeric())
  await studyKnown(numeric)
}
if (suites.has('strings')) {
  printUnknown('strings', await judgeUnknownStrings())
  await studyKnown(strings)
}
