import { compile, sourceOf } from '../../../library/numeric/index.ts'
import type { Repertoire } from './families/index.ts'
import type { Hypothesis } from './hypothesis.ts'
import type { Laboratory } from './laboratory.ts'
import { tolerances, type Points } from './points.ts'

/** Part of the points that a law must pass through for the others to be outliers. */
const MAJORITY = 0.8
/** How far beside an outlier the law has to hold again. */
const BESIDE = 0.0173
/** Every so manieth point is taken to propose a law by. */
const STRIDE = 5

/** A law, and the inputs at which the function departs from it. */
export interface Majority {
  readonly law: Hypothesis
  readonly outliers: readonly number[]
}

/**
 * The law that most points are on, all but single ones: it is proposed by few of the points, among
 * which there may be no outlier (as by random sample consensus: Fischler and Bolles, 1981).
 */
export async function findMajority(
  laboratory: Laboratory,
  points: Points,
  repertoire: Repertoire,
): Promise<Majority | undefined> {
  const majority = propose(points, repertoire)
  if (!majority) return undefined
  const { law, outliers } = majority
  const beside = outliers.map((x) => (x > 0 ? x - BESIDE : x + BESIDE))
  await laboratory.ask(beside)
  const ys = beside.map((x) => laboratory.seen.get(x)?.[0] ?? NaN)
  const again = outliersOf(law, { ...points, xs: beside, ys })
  return again.length <= beside.length / 2 ? majority : undefined
}

function propose(points: Points, repertoire: Repertoire): Majority | undefined {
  const { xs, ys, error } = points
  for (let phase = 0; phase < STRIDE; phase++) {
    const few = (values: readonly number[]) => values.filter((_, i) => i % STRIDE === phase)
    for (const law of repertoire.propose({ xs: few(xs), ys: few(ys), error })) {
      const outliers = outliersOf(law, points)
      if (outliers.length <= (1 - MAJORITY) * xs.length) return { law, outliers }
    }
  }
  return undefined
}

function outliersOf({ expression }: Hypothesis, points: Points): number[] {
  const values = compile(sourceOf(expression)).all(Float64Array.from(points.xs))
  const allowed = tolerances(points)
  return points.xs.filter((_, i) => !(Math.abs(values[i]! - points.ys[i]!) <= allowed[i]!))
}
