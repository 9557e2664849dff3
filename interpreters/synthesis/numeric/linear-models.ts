/**
 * Laws that are linear in their coefficients, fitted to noisy outputs: weighted least squares, the
 * coefficients rounded to the library's lattice from the last one up, each best for what those
 * after it were rounded to (the nearest plane of Babai, 1986).
 */
import { misfit, outputsBehind, type Averages } from './averages.ts'
import { contend, UNUSUAL, type Contender } from './contender.ts'
import type { Hypothesis } from './hypothesis.ts'
import { substitute, triangulate } from './least-squares.ts'

/** A function that a linear model takes a multiple of. */
export type Basis = (x: number) => number

export interface LinearModel {
  readonly shapes: readonly Basis[]
  /** Multiples that the coefficients of the shapes lie on. */
  readonly steps: readonly number[]
  /** The law that has these coefficients. */
  readonly name: (coefficients: readonly number[]) => Hypothesis
}

interface Winner {
  readonly model: LinearModel
  readonly columns: readonly (readonly number[])[]
  readonly coefficients: readonly number[]
  readonly choices: number
}

/** The model, and its coefficients, that cost least of those that name a known law. */
export function fitModels(
  models: readonly LinearModel[],
  data: Averages,
  isKnown: (hypothesis: Hypothesis) => boolean = () => true,
): Contender | undefined {
  const weights = data.counts.map(Math.sqrt)
  const price = Math.log(outputsBehind(data))
  let winner: Winner | undefined
  let least = Infinity
  for (const model of models) {
    const columns = model.shapes.map((shape) => data.xs.map(shape))
    const system = triangulate(columns, data.ys, weights)
    if (!system) continue
    const fitted = substitute(system)
    const costOf = (c: readonly number[]) => misfit(data, combined(columns, c)) + c.length * price
    // No rounding fits better than the fit itself.
    const bound = costOf(fitted)
    if (!(bound < least)) continue
    const snapped = substitute(system, (value, j) => {
      const step = model.steps[j]!
      return Number((Math.round(value / step) * step).toFixed(4)) + 0
    })
    // With a leading 0 it is a simpler model, which has its own lattice.
    const isSimpler = snapped.length > 1 && snapped.at(-1) === 0
    for (const [coefficients, choices] of [
      [snapped, isSimpler ? UNUSUAL : 1],
      [fitted.map((c) => Number(c.toPrecision(10))), UNUSUAL],
    ] as const) {
      const cost = costOf(coefficients) + 2 * Math.log(choices)
      if (cost < least && isKnown(model.name(coefficients)))
        [winner, least] = [{ model, columns, coefficients, choices }, cost]
    }
  }
  if (!winner) return undefined
  const { model, columns, coefficients, choices } = winner
  const values = combined(columns, coefficients)
  return contend(model.name(coefficients), data, {
    unknowns: coefficients.length,
    choices,
    values,
  })
}

function combined(
  columns: readonly (readonly number[])[],
  coefficients: readonly number[],
): Float64Array {
  const values = new Float64Array(columns[0]!.length)
  coefficients.forEach((c, j) => {
    const column = columns[j]!
    for (let i = 0; i < values.length; i++) values[i]! += c * column[i]!
  })
  return values
}
