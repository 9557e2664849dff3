import { mean } from 'd3-array'
import type { FindFunction, Interpreter } from '../../../plugins/contracts.ts'
import { runBenchmark } from '../../run-benchmark.ts'
import type { NumericAttacker } from '../attacker.ts'
import { attacking } from '../attacking.ts'
import { APPROXIMATIONS, TABLES } from '../index.ts'
import { PLAIN } from '../plain.ts'
import { attacked, best, type Result, resultOf } from '../results.ts'

const COLUMNS = [
  'answer',
  'curved, cheating: clean',
  'corrupted',
  'curved: clean',
  'corrupted',
  'all: clean',
  'corrupted',
  'paper',
  'M ratio',
]

/** Runs every attacker of numeric functions, one function of so many, and prints what passes. */
export async function attackNumbers(seeds: readonly number[], of: number): Promise<void> {
  async function run(
    name: string,
    answer: (fn: FindFunction<'numeric'>) => Interpreter,
    finds: NumericAttacker['finds'] = [],
  ): Promise<Result[]> {
    const results: Result[] = []
    for (const seed of seeds) {
      const size = Math.round(attacked.functions(seed).length / of)
      for (const record of await runBenchmark(attacked, answer, { seed, size }))
        results.push(await resultOf(record, name, finds))
    }
    return results
  }
  async function attack(attackers: readonly NumericAttacker[]): Promise<Result[][]> {
    const rows: Result[][] = []
    for (const attacker of attackers)
      rows.push(await run(attacker.name, attacking(attacker), attacker.finds))
    return rows
  }

  const plain: Result[][] = []
  for (const [name, answer] of Object.entries(PLAIN)) plain.push(await run(name, answer))
  const tables = await attack(TABLES)
  const all = [...tables, ...(await attack(APPROXIMATIONS))]
  const bestOfAll = best('best of all', all.flat())
  const count = (variant: string) =>
    bestOfAll.filter((one) => one.variant === variant && one.curved).length
  console.log(
    `numbers, seeds ${seeds.join()}: ${bestOfAll.length} functions, of which ` +
      `${count('clean')} clean and ${count('corrupted')} corrupted ones are curved\n`,
  )
  console.log(rowOf(COLUMNS) + `\n${rowOf(COLUMNS.map(() => '---'))}`)
  const weakFirst = all.toSorted((a, b) => passed(b).length - passed(a).length)
  for (const results of [...plain, bestOfAll, best('best table', tables.flat()), ...weakFirst])
    console.log(rowOf(cellsOf(results)))
  printPasses(passed(all.flat()))
}

const rowOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

/** Of curved laws, by answers of another form than theirs. */
const isCheat = ({ solved, found, curved }: Result) => solved && !found && curved
const passed = (results: readonly Result[]) => results.filter(isCheat)

function percent(of: readonly Result[], counts: (result: Result) => boolean | number): string {
  const share = mean(of, (one) => Number(counts(one)))
  return share === undefined ? '–' : (100 * share).toFixed(1)
}

function cellsOf(results: readonly Result[]): string[] {
  const shares = (of: readonly Result[], counts: (result: Result) => boolean) =>
    ['clean', 'corrupted'].map((variant) =>
      percent(
        of.filter((one) => one.variant === variant),
        counts,
      ),
    )
  const curved = results.filter((one) => one.curved)
  return [
    results[0]?.attacker ?? '',
    ...shares(curved, isCheat),
    ...shares(curved, ({ solved }) => solved),
    ...shares(results, ({ solved }) => solved),
    percent(results, ({ paper }) => paper),
    (mean(results, ({ lengthRatio }) => lengthRatio) ?? NaN).toFixed(2),
  ]
}

function printPasses(results: readonly Result[]): void {
  console.log('\nWhat passes, by kind of law:')
  const kinds = Map.groupBy(results, ({ variant, kind }) => `${variant} ${kind}`)
  for (const [kind, own] of kinds) {
    const ids = new Set(own.map(({ id }) => id))
    const attackers = new Set(own.map(({ attacker }) => attacker))
    const { id, source } = own.reduce((a, b) => (b.source.length < a.source.length ? b : a))
    console.log(`- ${kind}: ${ids.size} (${[...attackers].join(', ')}); ${id}: \`${source}\``)
  }
}
