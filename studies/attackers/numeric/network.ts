import { levenbergMarquardt } from 'ml-levenberg-marquardt'
import { quantileSorted } from 'simple-statistics'
import type { NumericAttacker } from '../attacker.ts'
import { fits, tabulate, type Weighted, weighted } from '../least-squares.ts'

const SIZES = [1, 2]
/** Slopes of units to begin with. */
const SLOPES = [0.02, 0.2, 2]

/** A network of few tanh units in one hidden layer, trained on the function. */
export const network: NumericAttacker = {
  name: 'small network',
  finds: ['tanh', 'constant'],
  *candidates(target) {
    const points = weighted(target)
    const { xs, ys } = points
    if (xs.length < 8) return
    const size = Math.max(...ys.map(Math.abs)) || 1
    for (const units of SIZES)
      for (const slope of SLOPES) {
        const start = Array.from({ length: units }, (_, k) => [
          1,
          slope,
          -slope *
            quantileSorted(
              [...xs].toSorted((a, b) => a - b),
              (k + 0.5) / units,
            ),
        ]).flat()
        const found = train(points, units, [...start, 0], size)
        if (!found) continue
        for (const digits of [3, 5]) {
          const rounded = found.map((value) => Number(value.toPrecision(digits)))
          const inner = Array.from({ length: units }, (_, k) => ({
            text: `Math.tanh(${rounded[3 * k + 1]}*x+${rounded[3 * k + 2]})`,
            of: (x: number) => Math.tanh(rounded[3 * k + 1]! * x + rounded[3 * k + 2]!),
          }))
          const values = tabulate([() => 1, ...inner.map(({ of }) => of)], xs)
          for (const [offset, ...outer] of fits(values, points))
            yield {
              expression: [`${offset}`, ...inner.map(({ text }, k) => `${outer[k]}*${text}`)]
                .join('+')
                .replaceAll('+-', '-'),
            }
        }
      }
  },
}

/** Parameters of a trained network; null where training breaks down. */
function train(
  { xs, ys, weights }: Weighted,
  units: number,
  initialValues: number[],
  size: number,
): number[] | null {
  const output = (parameters: number[]) => (x: number) => {
    let sum = parameters[3 * units]!
    for (let k = 0; k < units; k++)
      sum += parameters[3 * k]! * Math.tanh(parameters[3 * k + 1]! * x + parameters[3 * k + 2]!)
    return sum
  }
  try {
    const { parameterValues } = levenbergMarquardt(
      { x: [...xs], y: Array.from(ys, (y) => y / size) },
      output,
      {
        initialValues,
        damping: 0.1,
        maxIterations: 40,
        gradientDifference: 1e-6,
        weights: Array.from(weights, (weight) => 1 / (weight * size)),
      },
    )
    return parameterValues.every(Number.isFinite) ? parameterValues : null
  } catch (error) {
    // Units that do the same, or nothing.
    if (error instanceof Error && error.message === 'LU matrix is singular') return null
    throw error
  }
}
