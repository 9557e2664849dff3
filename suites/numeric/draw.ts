/** Draws of parameters: uniform, on the lattice of their range. */
import { randomInt, randomUniform } from 'd3-random'
import type { Random } from '../../plugins/contracts.ts'
import {
  OPERATORS,
  type Coefficients,
  type OperatorName,
  type Range,
  type Term,
  type TermParameters,
} from '../../library/numeric/index.ts'

/** Rounded to the decimals; never -0, which JSON does not keep. */
export function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals)) + 0
}

/** Uniform in [low, high], rounded to one decimal. */
export function drawReal(low: number, high: number, random: Random): number {
  return round(randomUniform.source(random)(low, high)(), 1)
}

/** An operator with parameters from its public ranges. */
export function drawTerm(operator: OperatorName, random: Random): Term {
  const parameters: Record<string, number | readonly number[]> = {}
  for (const [name, parameter] of Object.entries(OPERATORS[operator].parameters)) {
    parameters[name] =
      'of' in parameter
        ? drawCoefficients(parameter, parameters, random)
        : drawNumber(parameter, random)
  }
  return { operator, parameters }
}

function drawNumber({ low, high, decimals, except }: Range, random: Random): number {
  for (;;) {
    const value =
      decimals === 0 ? randomInt.source(random)(low, high + 1)() : drawReal(low, high, random)
    if (value !== except) return value
  }
}

function drawCoefficients(
  { of, sizes, longerThan, leading }: Coefficients,
  drawn: TermParameters,
  random: Random,
): number[] {
  const shorter = longerThan === undefined ? undefined : drawn[longerThan]
  const least = Array.isArray(shorter) ? shorter.length + 1 : sizes[0]
  const length = randomInt.source(random)(least, sizes[1] + 1)()
  const last = leading === 'first' ? 0 : length - 1
  return Array.from({ length }, (_, i) =>
    drawNumber(i === last ? { ...of, except: 0 } : of, random),
  )
}
