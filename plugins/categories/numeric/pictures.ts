import { extent } from 'd3-array'
import { NUMERIC_DOMAIN } from '../../../library/numeric/index.ts'
import type { Picture } from '../../contracts.ts'
import type { AnsweredSets } from '../functions.ts'
import { type ChartPoint, chartOf } from './chart.ts'
import { lineChart } from './line-chart.ts'
import { textChart } from './text-chart.ts'

const [LOW, HIGH] = NUMERIC_DOMAIN

/**
 * Truth and answer at the points the answer was judged at: over the queried domain, and nearer
 * where the function is corrupted.
 */
export function curves(
  evidence: AnsweredSets<number, Float64Array, Float64Array>,
): readonly Picture[] {
  const points = Object.values(evidence).flatMap((set) =>
    Array.from(set.inputs, (x, i): ChartPoint => ({
      x,
      truth: set.truth[i]!,
      answer: set.got[i] ?? null,
    })),
  )
  const drawn = [
    { title: 'truth and answer', x: NUMERIC_DOMAIN },
    ...around(evidence['inside']?.inputs).map((x) => ({ title: 'where it is corrupted', x })),
  ]
  return drawn.map(({ title, x }) => {
    const chart = chartOf(title, points, x)
    return { title, svg: lineChart(chart), text: textChart(chart) }
  })
}

/** These inputs with half as much on either side; none where that is most of the domain. */
function around(inputs: Iterable<number> = []): readonly (readonly [number, number])[] {
  const [low, high] = extent(inputs)
  if (low === undefined || high === undefined || high - low > (HIGH - LOW) / 3) return []
  const more = (high - low) / 2
  return [[Math.max(LOW, low - more), Math.min(HIGH, high + more)]]
}
