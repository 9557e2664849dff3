import { ascending, groups, sum } from 'd3-array'
import type { RunRecord, Usage } from '../records.ts'
import type { UsageRow } from '../summary.ts'

/**
 * What was asked of models, by interpreter, account and suite (and `all`). Empty where no case
 * asked any. Independent of the order of the records but for that of the rows.
 */
export function summarizeUsage(records: readonly RunRecord[]): UsageRow[] {
  return groups(records, ({ interpreter }) => interpreter.name).flatMap(([, own]) =>
    ACCOUNTS.flatMap(([account, usageOf]) => {
      const asked = own.flatMap((record) => {
        const usage = usageOf(record)
        return usage ? [{ record, usage }] : []
      })
      const suites = groups(asked, ({ record }) => record.suite.name).toSorted(([a], [b]) =>
        ascending(a, b),
      )
      return [...suites, ...(suites.length > 0 ? [['all', asked] as const] : [])].map(
        ([suite, cases]) => ({ account, suite, ...totals(cases) }),
      )
    }),
  )
}

const ACCOUNTS = [
  ['interpreter', ({ usage }: RunRecord) => usage],
  ['judge', ({ judge }: RunRecord) => judge],
  ['neurons', ({ neurons }: RunRecord) => neurons?.usage ?? null],
] as const

interface Asked {
  readonly record: RunRecord
  readonly usage: Usage
}

function totals(cases: readonly Asked[]) {
  const { record, usage } = cases[0]!
  const total = (value: (usage: Usage) => number) => sum(cases, (one) => value(one.usage))
  // One unknown price makes the sum unknown: less than all would look like all.
  const dollars = (value: (usage: Usage) => number | null) =>
    cases.some((one) => value(one.usage) === null) ? null : total((one) => value(one) ?? 0)
  return {
    interpreter: record.interpreter.name,
    model: usage.model,
    prompts: [...new Set(cases.flatMap((one) => one.usage.prompts))].toSorted(),
    cases: cases.length,
    turns: total(({ turns }) => turns),
    cached: total(({ cached }) => cached),
    experiments: sum(cases, (one) => one.record.queries.experiments),
    inputTokens: total(({ inputTokens }) => inputTokens),
    outputTokens: total(({ outputTokens }) => outputTokens),
    usd: dollars(({ usd }) => usd),
    paid: {
      tokens: total(({ paid }) => paid.tokens),
      usd: dollars(({ paid }) => paid.usd),
    },
  }
}
