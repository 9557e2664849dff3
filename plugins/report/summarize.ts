import { group, median, rollups } from 'd3-array'
import type { RunRecord, ScoreEntry } from '../records.ts'
import type { Row } from '../summary.ts'
import type { Score } from '../contracts.ts'
import { confidenceInterval, meanOf } from './statistics.ts'

/**
 * Rows of accuracy by interpreter, suite, variant (and `all`), scorer and part. Independent of the
 * order of the records; the order of the rows follows that of the first record of each group.
 */
export function summarize(records: readonly RunRecord[]): Row[] {
  const groups = group(
    records,
    (record) => record.interpreter.name,
    (record) => record.suite.name,
  )
  return [...groups.values()].flatMap((suites) =>
    [...suites.values()].flatMap((all) => [
      ...[...group(all, (record) => record.variant)].flatMap(([variant, some]) =>
        summarizeGroup(variant, some),
      ),
      ...summarizeGroup('all', all),
    ]),
  )
}

function summarizeGroup(variant: string, records: readonly RunRecord[]): Row[] {
  const [first] = records
  const interpreted = records.filter((record) => record.state === 'interpreted')
  const failures = records.filter((record) => record.state === 'failed')
  const refused = records.filter((record) => record.state === 'refused')
  if (!first) return []
  const about = {
    interpreter: first.interpreter.name,
    suite: first.suite.name,
    category: first.category,
    variant,
    queries: median(interpreted, ({ queries }) => queries.count) ?? null,
    ms: median(interpreted, ({ timing }) => timing.interpretMs) ?? null,
    nsPerCall: median(records, ({ timing }) => timing.nsPerCall) ?? null,
  }
  const entries = group(
    [
      ...[...interpreted, ...refused].flatMap(({ scores, functionId }) =>
        scores.flatMap(withParts).map((entry) => ({ ...entry, functionId, failed: false })),
      ),
      ...failures.flatMap(({ scores, functionId }) =>
        scores.map((entry) => ({ ...entry, part: null, functionId, failed: true })),
      ),
    ].filter(
      ({ score, apart }) => score.status !== 'inapplicable' && !(variant === 'all' && apart),
    ),
    ({ scorer }) => scorer,
    ({ part }) => part,
  )
  // Where the harness could not tell what applies, everything might have.
  const unknown = failures.filter(({ scores }) => scores.length === 0).length
  return [...entries].flatMap(([scorer, parts]) =>
    [...parts].map(([part, applicable]): Row => {
      const answers = applicable.filter(({ failed }) => !failed)
      const scored = answers.flatMap(({ functionId, score }) =>
        score.status === 'scored' ? { functionId, value: score.value } : [],
      )
      // Trials on one function are not independent of each other: functions are what is sampled.
      const values = rollups(
        scored,
        (trials) => meanOf(trials.map(({ value }) => value))!,
        ({ functionId }) => functionId,
      ).map(([, value]) => value)
      return {
        ...about,
        scorer,
        part,
        protocol: applicable[0]!.protocol,
        n: applicable.length + unknown,
        scored: scored.length,
        unscored: answers.length - scored.length,
        failed: applicable.length - answers.length + unknown,
        mean: meanOf(values),
        ci: confidenceInterval(values.toSorted((a, b) => a - b)),
        ceiling: meanOf(applicable.flatMap(({ ceiling }) => ceiling ?? [])),
      }
    }),
  )
}

/** A score, and each of its parts as a score of its own. */
function withParts(entry: ScoreEntry): (ScoreEntry & { readonly part: string | null })[] {
  const parts = entry.score.status === 'scored' ? (entry.score.parts ?? {}) : {}
  return [
    { ...entry, part: null },
    ...Object.entries(parts).map(([part, value]) => {
      const score: Score = { status: 'scored', value, detail: '' }
      return { ...entry, part, score, ceiling: null }
    }),
  ]
}
