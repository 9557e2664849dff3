/** Noisy outputs, averaged by input: all that a fit by least squares needs of them. */
export interface Averages {
  readonly xs: readonly number[]
  readonly ys: readonly number[]
  /** Outputs behind each average. */
  readonly counts: readonly number[]
  /** Least and largest output behind each average. */
  readonly lows: readonly number[]
  readonly highs: readonly number[]
  /** Standard deviation of the noise of a single output. */
  readonly deviation: number
}

/** The averages of everything seen, ascending in x; outputs that are not finite are left out. */
export function averagesOf(
  seen: ReadonlyMap<number, readonly number[]>,
  deviation: number,
): Averages {
  const rows = [...seen]
    .map(([x, all]) => ({ x, ys: all.filter(Number.isFinite) }))
    .filter(({ ys }) => ys.length > 0)
    .toSorted((a, b) => a.x - b.x)
  return {
    xs: rows.map(({ x }) => x),
    ys: rows.map(({ ys }) => ys.reduce((sum, y) => sum + y, 0) / ys.length),
    counts: rows.map(({ ys }) => ys.length),
    lows: rows.map(({ ys }) => Math.min(...ys)),
    highs: rows.map(({ ys }) => Math.max(...ys)),
    deviation,
  }
}

/** The number of outputs behind all averages. */
export function outputsBehind({ counts }: Averages): number {
  return counts.reduce((sum, n) => sum + n, 0)
}

/** The averages with other values: those of a law that one part was taken off. */
export function averagesWith(data: Averages, value: (y: number, x: number) => number): Averages {
  const change = (ys: readonly number[]) => ys.map((y, i) => value(y, data.xs[i]!))
  const [a, b] = [change(data.lows), change(data.highs)]
  return {
    ...data,
    ys: change(data.ys),
    lows: a.map((y, i) => Math.min(y, b[i]!)),
    highs: a.map((y, i) => Math.max(y, b[i]!)),
  }
}

/** The averages at the inputs that a condition keeps. */
export function averagesWhere(data: Averages, accepts: (x: number) => boolean): Averages {
  const chosen = data.xs.map((_, i) => i).filter((i) => accepts(data.xs[i]!))
  const pick = (values: readonly number[]) => chosen.map((i) => values[i]!)
  return {
    xs: pick(data.xs),
    ys: pick(data.ys),
    counts: pick(data.counts),
    lows: pick(data.lows),
    highs: pick(data.highs),
    deviation: data.deviation,
  }
}

/** Σ n (ȳ - f)² / σ²: how badly the values f explain the averages ȳ of n outputs each. */
export function misfit(data: Averages, values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < data.xs.length; i++) {
    const error = data.ys[i]! - values[i]!
    sum += data.counts[i]! * error * error
  }
  return sum / (data.deviation * data.deviation)
}

/** Whether the averages differ from the values by no more than noise (a test by χ²). */
export function isAdequate(data: Averages, values: ArrayLike<number>): boolean {
  const n = data.xs.length
  return misfit(data, values) <= n + 3.5 * Math.sqrt(2 * n)
}

/** How far outputs lie beyond what noise between -1 and 1 allows around the values, in total. */
export function excess({ lows, highs }: Averages, values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < lows.length; i++) {
    const f = values[i]!
    const slack = 1 + 1e-9 * (1 + Math.abs(f))
    sum += Math.max(0, highs[i]! - f - slack) + Math.max(0, f - lows[i]! - slack)
  }
  return sum
}
