import { quantileSorted } from 'simple-statistics'
import type { NumericAttacker } from '../attacker.ts'
import type { Candidate } from '../candidate.ts'
import {
  hornerText,
  leastSquares,
  residual,
  roundedTo,
  tabulate,
  type Weighted,
  weighted,
} from '../least-squares.ts'

const BREAKS = 40
const MOST_PIECES = 6
const TOLERANCES = [3e-4, 3e-5, 1e-5, 1e-7]
const HOPELESS = 1e-7

/**
 * Polynomials of pieces with the best breaks between them, found by dynamic programming: a table
 * with jumps and tails. Breaks are where the function bends or jumps most, and at quantiles.
 */
const pieces = (degree: number, finds: NumericAttacker['finds']): NumericAttacker => ({
  name: ['steps', 'straight pieces', 'parabolic pieces', 'cubic pieces'][degree]!,
  finds,
  *candidates(target) {
    const points = sorted(weighted(target))
    if (points.xs.length < 2) return
    const breaks = breaksOf(points)
    const powers = Array.from({ length: degree + 1 }, (_, k) => (x: number) => x ** k)
    const place = breaks.map((at) => points.xs.findIndex((x) => x > at))
    const ends = [0, ...place, points.xs.length]
    const fits = new Map<string, { coefficients: number[]; error: number }>()
    const fit = (i: number, j: number) => {
      const key = `${i},${j}`
      const known = fits.get(key)
      if (known) return known
      const part = between(points, ends[i]!, ends[j]!)
      const columns = tabulate(powers, part.xs)
      const coefficients = leastSquares(columns, part)
      const found = { coefficients, error: residual(coefficients, columns, part) }
      fits.set(key, found)
      return found
    }
    // best[k][j]: of the first j stretches in k + 1 pieces.
    type Best = { error: number; from: number }
    const best: Best[][] = []
    for (let k = 0; k < MOST_PIECES; k++) {
      best.push([])
      for (let j = 1; j < ends.length; j++) {
        let found: Best = { error: Infinity, from: 0 }
        if (k === 0) found = { error: fit(0, j).error, from: 0 }
        else
          for (let i = 1; i < j; i++) {
            const error = (best[k - 1]![i]?.error ?? Infinity) + fit(i, j).error
            if (error < found.error) found = { error, from: i }
          }
        best[k]![j] = found
      }
      const cuts = [ends.length - 1]
      for (let m = k; m > 0; m--) cuts.unshift(best[m]![cuts[0]!]!.from)
      const left = best[k]![ends.length - 1]!.error
      for (const tolerance of left > HOPELESS ? TOLERANCES.slice(0, 1) : TOLERANCES)
        yield write(cuts, tolerance)
    }

    function write(cuts: readonly number[], tolerance: number): Candidate {
      let expression = ''
      cuts.toReversed().forEach((j, back) => {
        const i = cuts.at(-back - 2) ?? 0
        const part = between(points, ends[i]!, ends[j]!)
        const text = hornerText(
          roundedTo(fit(i, j).coefficients, tabulate(powers, part.xs), part, tolerance),
        )
        expression = back === 0 ? text : `x<${breaks[j - 1]}?${text}:${expression}`
      })
      return { expression }
    }
  },
})

export const steps = pieces(0, ['constant', 'step', 'rectangle'])
export const straightPieces = pieces(1, [
  'constant',
  'step',
  'rectangle',
  'linear',
  'relu',
  'absolute',
  'root',
])
export const parabolicPieces = pieces(2, [
  'constant',
  'step',
  'rectangle',
  'linear',
  'relu',
  'absolute',
  'polynomial',
  'floor',
  'ceil',
])
export const cubicPieces = pieces(3, parabolicPieces.finds)

function sorted({ xs, ys, weights }: Weighted): Weighted {
  const order = Array.from(xs.keys()).toSorted((a, b) => xs[a]! - xs[b]!)
  const take = (values: Float64Array) => Float64Array.from(order, (i) => values[i]!)
  return { xs: take(xs), ys: take(ys), weights: take(weights) }
}

const between = ({ xs, ys, weights }: Weighted, from: number, to: number): Weighted => ({
  xs: xs.subarray(from, to),
  ys: ys.subarray(from, to),
  weights: weights.subarray(from, to),
})

/** To a twentieth, as jumps of the benchmark's functions lie. */
function breaksOf({ xs, ys, weights }: Weighted): number[] {
  const inner = Array.from(xs.keys()).slice(1, -1)
  const slope = (j: number) => (ys[j + 1]! - ys[j]!) / (xs[j + 1]! - xs[j]!)
  const bend = (i: number) => {
    return (
      Math.abs(slope(i) - slope(i - 1)) * Math.max(weights[i - 1]!, weights[i]!, weights[i + 1]!)
    )
  }
  const sharp = inner.toSorted((a, b) => bend(b) - bend(a)).slice(0, BREAKS / 2)
  const jump = (i: number) => (xs[i]! + xs[i + 1]!) / 2
  const known = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5]
  const spread = Array.from({ length: BREAKS / 2 }, (_, i) =>
    quantileSorted([...xs], (i + 0.5) / (BREAKS / 2)),
  )
  const all = [...sharp.map(jump), ...spread, ...known].map((x) => Math.round(x * 20) / 20)
  return [...new Set(all)].filter((x) => x > xs[0]! && x < xs.at(-1)!).toSorted((a, b) => a - b)
}
