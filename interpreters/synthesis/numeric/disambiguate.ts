import { compile, sourceOf } from '../../../library/numeric/index.ts'
import { between } from './design.ts'
import type { Hypothesis } from './hypothesis.ts'

const MOST_QUERIES = 24
/** Inputs at which rival laws are told apart: near zero finely, at integers, and anywhere. */
const DECIDING = [
  // Edges: which side they belong to shows at the edge itself.
  ...Array.from({ length: 256 }, (_, i) => i - 127.5),
  ...Array.from({ length: 401 }, (_, i) => Math.round((i - 200) * 50 + 25) / 1000),
  -2,
  3,
  17,
  18,
  ...between(-127, 127, 64),
]

/** The function's value at x, free of noise; null where it cannot be told. */
export type ReadValue = (x: number) => Promise<number | null>

/**
 * Asks, as long as more than one hypothesis is left, for the output at the input that tells most
 * of them apart (a distinguishing input: Jha, Gulwani, Seshia and Tiwari, 2010). The hypotheses
 * that agree with all outputs are returned; they differ at none of the inputs considered.
 */
export async function disambiguate(
  hypotheses: readonly Hypothesis[],
  read: ReadValue,
  usable: (x: number) => boolean,
): Promise<readonly Hypothesis[]> {
  if (hypotheses.length < 2) return hypotheses
  const xs = Float64Array.from(DECIDING.filter((x) => usable(x)))
  let rivals = hypotheses.map((hypothesis) => ({
    hypothesis,
    values: compile(sourceOf(hypothesis.expression)).all(xs),
  }))
  for (let asked = 0; rivals.length > 1 && asked < MOST_QUERIES; asked++) {
    const best = mostDividing(rivals.map(({ values }) => values))
    if (best === null) break
    const y = await read(xs[best]!)
    if (y === null) break
    const agreeing = rivals.filter(({ values }) => alike(values[best]!, y))
    if (agreeing.length === 0) break
    rivals = agreeing
  }
  return rivals.map(({ hypothesis }) => hypothesis)
}

/** The index at which the largest group of rivals that agree is smallest; null where all agree. */
function mostDividing(values: readonly Float64Array[]): number | null {
  let best: number | null = null
  let fewest = values.length
  for (let i = 0; i < values[0]!.length; i++) {
    const groups = new Map<string, number>()
    for (const column of values) {
      const key = column[i]!.toPrecision(7)
      groups.set(key, (groups.get(key) ?? 0) + 1)
    }
    const largest = Math.max(...groups.values())
    if (largest < fewest) [best, fewest] = [i, largest]
  }
  return best
}

function alike(a: number, b: number): boolean {
  return Object.is(a, b) || Math.abs(a - b) <= 1e-6 * (Math.abs(a) + Math.abs(b)) + 1e-12
}
