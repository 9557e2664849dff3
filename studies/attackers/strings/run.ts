import { mean } from 'd3-array'
import type { RunRecord } from '../../../plugins/records.ts'
import { strings } from '../../../suites/strings/suite.ts'
import { runBenchmark } from '../../run-benchmark.ts'
import { examplesTable } from '../../yardsticks.ts'
import { attackingStrings, STRING_ATTACKERS } from './attackers.ts'

const valueOf = (record: RunRecord, name: string): number | undefined => {
  if (record.state !== 'interpreted')
    throw new Error(`expected an answer, got ${JSON.stringify(record)}`)
  const score = record.scores.find(({ scorer }) => scorer === name)?.score
  return score?.status === 'scored' ? score.value : undefined
}

const solved = (records: readonly RunRecord[]) =>
  records.filter((record) => valueOf(record, 'solved') === 1)
const percent = (share: number | undefined) => (100 * (share ?? NaN)).toFixed(1)

/** Runs every attacker of string functions, one function of so many, and prints what passes. */
export async function attackStrings(seeds: readonly number[], of: number): Promise<void> {
  const size = Math.round(1000 / of)
  const tables = [
    ['table of 10 examples', examplesTable] as const,
    ...STRING_ATTACKERS.map((name) => [name, attackingStrings(name)] as const),
  ]
  const rows: { name: string; records: RunRecord[] }[] = []
  for (const [name, attacker] of tables) {
    const records: RunRecord[] = []
    for (const seed of seeds)
      records.push(...(await runBenchmark(strings, attacker, { seed, size })))
    rows.push({ name, records })
  }
  const all = rows[0]!.records.filter((record) => valueOf(record, 'solved') !== undefined)
  console.log(
    `\nstrings, seeds ${seeds.join()}: ${all.length} functions\n| answer | solved | paper |\n|---|---|---|`,
  )
  for (const { name, records } of rows.toSorted(
    (a, b) => solved(b.records).length - solved(a.records).length,
  ))
    console.log(
      `| ${name} | ${percent(solved(records).length / all.length)} | ${percent(mean(records, (record) => valueOf(record, 'exact')))} |`,
    )
  const passed = Map.groupBy(
    rows.flatMap(({ records }) => solved(records)),
    ({ seed, functionId }) => `${seed}/${functionId}`,
  )
  console.log(`| best of all | ${percent(passed.size / all.length)} | |\n`)
  const kinds = Map.groupBy(
    [...passed.values()].map(([record]) => record!),
    ({ operators }) => operators.join(' '),
  )
  const counted = [...kinds].toSorted(([, a], [, b]) => b.length - a.length)
  console.log(counted.map(([kind, own]) => `${kind}: ${own.length}`).join('; '))
}
