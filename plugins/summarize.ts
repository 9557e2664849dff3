import { group, mean, median } from 'd3-array'
import type { Row, RunRecord, Score, ScoreEntry } from './contracts.ts'
import { confidenceInterval } from './statistics.ts'

type Interpreted = RunRecord & { state: 'interpreted' }

/**
 * Rows of accuracy by interpreter, category, variant (and `all`) and scorer. Independent of the
 * order of the records; the order of the rows follows that of the first record of each group.
 */
export function summarize(records: readonly RunRecord[]): Row[] {
  const groups = group(
    records,
    (record) => record.interpreter.name,
    (record) => record.category,
  )
  return [...groups.values()].flatMap((categories) =>
    [...categories.values()].flatMap((all) => [
      ...[...group(all, (record) => record.variant)].flatMap(([variant, some]) =>
        summarizeGroup(variant, some),
      ),
      ...summarizeGroup('all', all),
    ]),
  )
}

function summarizeGroup(variant: string, records: readonly RunRecord[]): Row[] {
  const [first] = records
  const interpreted = records.filter(
    (record): record is Interpreted => record.state === 'interpreted',
  )
  const failed = records.filter(({ state }) => state === 'failed').length
  if (!first || interpreted.length + failed === 0) return []
  const about = {
    interpreter: first.interpreter.name,
    category: first.category,
    variant,
    failed,
    queries: median(interpreted, ({ queries }) => queries.count) ?? null,
    ms: median(interpreted, ({ timing }) => timing.interpretMs) ?? null,
    nsPerCall: median(records, ({ timing }) => timing.nsPerCall) ?? null,
  }
  const entries = group(
    interpreted.flatMap(({ scores }) => scores.flatMap(withParts)),
    ({ scorer }) => scorer,
    ({ protocol }) => protocol,
  )
  return [...entries].flatMap(([scorer, protocols]) =>
    [...protocols].flatMap(([protocol, same]): Row[] => {
      const applicable = same.filter(({ score }) => score.status !== 'inapplicable')
      if (applicable.length === 0) return []
      const values = applicable.flatMap(({ score }) =>
        score.status === 'scored' ? score.value : [],
      )
      return [
        {
          ...about,
          scorer,
          protocol,
          n: applicable.length + failed,
          scored: values.length,
          unscored: applicable.length - values.length,
          mean: mean(values) ?? null,
          ci: confidenceInterval(values.toSorted((a, b) => a - b)),
          ceiling: mean(applicable, ({ ceiling }) => ceiling) ?? null,
        },
      ]
    }),
  )
}

/** A score, and each of its parts as a score of its own. */
function withParts(entry: ScoreEntry): ScoreEntry[] {
  const parts = entry.score.status === 'scored' ? (entry.score.parts ?? {}) : {}
  return [
    entry,
    ...Object.entries(parts).map(([part, value]) => {
      const score: Score = { status: 'scored', value, detail: '' }
      return { scorer: `${entry.scorer}.${part}`, protocol: entry.protocol, score, ceiling: null }
    }),
  ]
}
