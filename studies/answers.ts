/**
 * What the scores do not tell of `synthesis`'s answers: mean time, code length, and how exactly
 * a corruption is located. `npm run study:answers -- --seeds 0,200,201`
 */
import { parseArgs } from 'node:util'
import { groups, max, median } from 'd3-array'
import { mean } from 'simple-statistics'
import synthesis from '../interpreters/synthesis/index.ts'
import type { Category, Suite } from '../plugins/contracts.ts'
import type { RunRecord } from '../plugins/records.ts'
import { summarize } from '../plugins/report/summarize.ts'
import { renderRows } from '../reporters/accuracy-table.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { strings } from '../suites/strings/suite.ts'
import { runBenchmark } from './run-benchmark.ts'
import { answeredSource } from './answered-source.ts'

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '0' } } })

/** Bounds and level, as domain notes give them: `… x is between 1 and 2, … mean 3 and …`. */
function noted(domain: string | null): { bounds: number[]; level: number } | null {
  const [where, level] =
    /^(.*?), the output.* mean (-?[\d.e+-]+)/.exec(domain ?? '')?.slice(1) ?? []
  if (where === undefined) return null
  return { bounds: (where.match(/-?\d+(\.\d+)?/g) ?? []).map(Number), level: Number(level) }
}

const share = (hits: readonly boolean[]) => `${hits.filter(Boolean).length} of ${hits.length}`

function printCorruptions(
  domains: ReadonlyMap<string, string | null>,
  records: readonly RunRecord[],
): void {
  const pairs = records.flatMap((record) => {
    const truth = noted(domains.get(record.functionId) ?? null)
    if (!truth || record.state !== 'interpreted') return []
    return [{ truth, answer: noted(record.interpretation.domain) }]
  })
  const located = pairs.map(
    ({ truth, answer }) =>
      answer?.bounds.length === truth.bounds.length &&
      truth.bounds.every((bound, i) => Math.abs(bound - answer.bounds[i]!) <= 0.05),
  )
  const levels = pairs.map(
    ({ truth, answer }) =>
      Math.abs(truth.level - (answer?.level ?? NaN)) <=
      Math.max(0.01, 1e-3 * Math.abs(truth.level)),
  )
  console.log(
    `   bounds within 0.05: ${share(located)}; level within 0.01 or 0.1 %: ${share(levels)}`,
  )
}

async function study<C extends Category>(suite: Suite<C>, seed: number): Promise<void> {
  const records = await runBenchmark(suite, synthesis(), { seed, size: 'full' })
  console.log(`\n${suite.name}, seed ${seed}`)
  console.log(renderRows(summarize(records), 80))
  for (const [variant, own] of [...groups(records, (r) => r.variant), ['all', records] as const]) {
    const lengths = own.flatMap((record) =>
      record.state === 'interpreted' ? (answeredSource(record.interpretation)?.length ?? []) : [],
    )
    const ms = mean(own.flatMap(({ timing }) => timing.interpretMs ?? []))
    console.log(
      `   ${variant}: mean ${ms.toFixed(1)} ms, code ${median(lengths)} characters (at most ${max(lengths)}), ` +
        `over 400: ${lengths.filter((length) => length > 400).length}`,
    )
    if (variant !== 'corrupted') continue
    printCorruptions(new Map(suite.functions(seed).map((fn) => [fn.id, fn.ideal().domain])), own)
  }
}

for (const seed of values.seeds.split(',').map(Number)) {
  await study(numeric, seed)
  await study(strings, seed)
}
