/** Square waves, known by their pattern of signs: there are some thousand, and one fits. */
import { atomic, composed, term, type Hypothesis } from '../hypothesis.ts'
import { dot, orthonormal } from '../least-squares.ts'
import { replace, type Points } from '../points.ts'
import { tenth, tenths } from '../snap.ts'
import type { Term } from '../../../../library/numeric/index.ts'

export interface Wave {
  readonly period: number
  readonly shift: number
}

/** All waves of the library, each phase once. */
export const WAVES: readonly Wave[] = tenths(1, 10).flatMap((period) =>
  tenths(0, period - 0.1).map((shift) => ({
    period,
    shift: shift > 5 ? tenth(shift - period) : shift,
  })),
)

/** 1 or -1. */
export function valueOf({ period, shift }: Wave, x: number): number {
  const turns = (x - shift) / period
  return turns - Math.floor(turns) < 0.5 ? 1 : -1
}

export function waveTerm({ period, shift }: Wave): Term {
  return term('square_wave', { period, shift })
}

/** The same wave with every shift of the library: rounding tells them apart at their edges. */
function spellings({ period, shift }: Wave): Wave[] {
  return [-10, -9, -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    .map((k) => ({ period, shift: tenth(shift + k * period) }))
    .filter((wave) => Math.abs(wave.shift) <= 5)
}

/** The waves with these signs at the points. */
function wavesLike({ xs, ys }: Points): Wave[] {
  return WAVES.filter((wave) => xs.every((x, i) => valueOf(wave, x) === ys[i]))
}

export function fitSquareWave(points: Points): Hypothesis[] {
  if (!points.ys.every((y) => y === 1 || y === -1)) return []
  return wavesLike(points)
    .flatMap(spellings)
    .map((wave) => atomic('square_wave', { ...wave }))
}

export function squareWaveTerms(points: Points): Term[] {
  if (!points.ys.every((y) => y === 1 || y === -1)) return []
  return wavesLike(points).map(waveTerm)
}

/** Sums of two waves show both signs where they agree; products are looked up by halves. */
export function fitTwoWaves(points: Points): Hypothesis[] {
  const { xs, ys } = points
  if (ys.every((y) => y === 0 || y === 2 || y === -2)) {
    const agreed = { ...points, xs: xs.filter((_, i) => ys[i] !== 0), ys: [] as number[] }
    agreed.ys = ys.filter((y) => y !== 0).map((y) => y / 2)
    const waves = wavesLike(agreed)
    return waves.flatMap((one, i) =>
      waves
        .slice(i)
        .filter((two) => xs.every((x, k) => valueOf(one, x) + valueOf(two, x) === ys[k]))
        .map((two) => composed('sum', waveTerm(one), waveTerm(two))),
    )
  }
  if (!ys.every((y) => y === 1 || y === -1)) return []
  const byPattern = new Map(WAVES.map((wave) => [pattern(xs, (x) => valueOf(wave, x)), wave]))
  const found: Hypothesis[] = []
  for (const one of WAVES) {
    const two = byPattern.get(pattern(xs, (x, i) => valueOf(one, x) * ys[i]!))
    if (two) found.push(composed('product', waveTerm(one), waveTerm(two)))
  }
  return found
}

function pattern(xs: readonly number[], sign: (x: number, i: number) => number): string {
  let code = ''
  for (let from = 0; from < xs.length; from += 16) {
    let bits = 0
    for (let i = from; i < Math.min(from + 16, xs.length); i++) {
      bits = 2 * bits + (sign(xs[i]!, i) > 0 ? 1 : 0)
    }
    code += String.fromCharCode(bits)
  }
  return code
}

type FitTerms = (points: Points) => readonly Term[]

/** Points that suffice to see that a wave does not explain the rest. */
const SCREEN = 16

/** A wave added to, or multiplied with, another law; `rest` names what is left without it. */
export function fitWithWave(points: Points, rest: FitTerms): Hypothesis[] {
  const some = points.xs.map((_, i) => i).filter(evenly(points.xs.length, SCREEN))
  const xs = some.map((i) => points.xs[i]!)
  const weights = some.map((i) => 1 / (Math.abs(points.ys[i]!) + 1))
  const target = some.map((i, k) => points.ys[i]! * weights[k]!)
  const weighted = (g: (x: number) => number) => xs.map((x, i) => g(x) * weights[i]!)
  const spanning = [
    ...[0, 1, 2, 3, 4, 5].map((k) => weighted((x) => power(x, k))),
    weighted((x) => (x > 0 ? 1 : 0)),
    weighted((x) => Math.max(x, 0)),
    weighted(Math.ceil),
  ]
  const unspanned = complement(spanning)
  // Zeros are zeros with any wave.
  const isAny = target.some((y) => y !== 0)
  const [peeled, divided] = [new Float64Array(xs.length), new Float64Array(xs.length)]
  const found: Hypothesis[] = []
  for (const wave of WAVES) {
    for (let i = 0; i < xs.length; i++) {
      const sign = valueOf(wave, xs[i]!)
      peeled[i] = target[i]! - sign * weights[i]!
      divided[i] = target[i]! * sign
    }
    if (isNormal(peeled, unspanned)) found.push(...sums(wave))
    if (isAny && isNormal(divided, unspanned)) found.push(...products(wave))
  }
  return found

  function sums(wave: Wave): Hypothesis[] {
    const without = replace(points, (y, x) => y - valueOf(wave, x))
    return rest(without).flatMap((other) =>
      spellings(wave).map((spelling) => composed('sum', other, waveTerm(spelling))),
    )
  }

  function products(wave: Wave): Hypothesis[] {
    const without = replace(points, (y, x) => y * valueOf(wave, x))
    return rest(without).flatMap((other) =>
      spellings(wave).map((spelling) => composed('product', other, waveTerm(spelling))),
    )
  }
}

function evenly(length: number, count: number): (_: number, i: number) => boolean {
  return (_, i) =>
    i === 0 || Math.floor((i * count) / length) > Math.floor(((i - 1) * count) / length)
}

/** Orthonormal vectors that span what the columns do not. */
function complement(columns: readonly (readonly number[])[]): Float64Array[] {
  const axes = columns[0]!.map((_, i) => columns[0]!.map((__, k) => (i === k ? 1 : 0)))
  return orthonormal([...columns, ...axes]).slice(orthonormal(columns).length)
}

function isNormal(vector: Float64Array, units: readonly Float64Array[]): boolean {
  const allowed = 1e-10 * Math.sqrt(dot(vector, vector))
  return units.every((unit) => Math.abs(dot(vector, unit)) <= allowed)
}

function power(x: number, k: number): number {
  let product = 1
  for (let i = 0; i < k; i++) product *= x
  return product
}
