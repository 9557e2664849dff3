import { range } from 'd3-array'
import type { Row, Verdict } from '../summary.ts'
import type { InterpreterRun } from './collect-run.ts'
import { percent } from './compare.ts'

/**
 * A mean may be so much below its floor by rounding: ten times 0.1 sums up to 0.9999999999999999.
 * The error of a mean of n scores in [0, 1] is below n · 2⁻⁵², and one function that loses a
 * hundredth of its score moves it by 0.01 / n: up to a million functions, this lies between both.
 */
const ROUNDING = 1e-9

/**
 * A floor also fails where nothing was scored; what was not selected is not held to it, nor a
 * suite whose functions others answered.
 */
export function belowFloors(
  { settings, records, selection }: InterpreterRun,
  rows: readonly Row[],
): Verdict[] {
  const { name, floors } = settings.interpreter
  return Object.entries(floors).flatMap(([suite, byScorer]) =>
    Object.entries(byScorer).flatMap(([scorer, floor]): Verdict[] => {
      const row = rows.find(
        (one) =>
          one.interpreter === name &&
          one.suite === suite &&
          one.variant === 'all' &&
          one.part === null &&
          one.scorer === scorer,
      )
      const mean = row?.mean ?? null
      const own = records.filter((record) => record.suite.name === suite)
      if (own.some(({ neurons }) => neurons)) return []
      const selected = own.length > 0
      if (mean === null ? !selected && selection.length > 0 : mean >= floor - ROUNDING) return []
      const [reached, least] = mean === null ? ['has no score', percent(floor)] : apart(mean, floor)
      const message = `${suite} ${scorer} ${reached}${row && mean !== null ? ` (n = ${row.scored})` : ''}; its floor is ${least}`
      return [{ interpreter: name, suite, scorer, outcome: 'below-floor', message, functions: [] }]
    }),
  )
}

/** Two shares that differ, with decimals enough to tell. */
function apart(a: number, b: number): [string, string] {
  const decimals = range(1, 9).find((n) => percent(a, n) !== percent(b, n)) ?? 9
  return [percent(a, decimals), percent(b, decimals)]
}
