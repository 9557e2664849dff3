/**
 * Square waves, known by their pattern of signs, and sums and products with one: there are some
 * thousand, and one fits.
 */
import type { Term } from '../../../../library/numeric/index.ts'
import { averagesWith, type Averages } from '../averages.ts'
import { cheapest, contend, type Contender } from '../contender.ts'
import { atomic, composed, term, type Hypothesis } from '../hypothesis.ts'
import { dot, orthonormal } from '../least-squares.ts'
import { replace, type Points } from '../points.ts'
import { power } from '../polynomial.ts'
import { tenth, tenths } from '../snap.ts'
import type { Family } from './family.ts'
import { noisyPlainTerm } from './plain.ts'
import { partTerms } from './rounded.ts'

/** Points that suffice to see that a wave does not explain the rest. */
const SCREEN = 16

export const squareWave: Family = {
  name: 'square wave',
  exact: (points) =>
    wavesLike(points)
      .flatMap(spellings)
      .map((wave) => atomic('square_wave', { ...wave })),
  composites(points) {
    const two = fitTwoWaves(points)
    return two.length > 0 ? two : fitWithWave(points)
  },
  noisy: { fit: fitInNoise },
}

/** The square waves through all points. */
export function squareWaveTerms(points: Points): Term[] {
  return wavesLike(points).map(waveTerm)
}

interface Wave {
  readonly period: number
  readonly shift: number
}

/** All waves of the library, each phase once. */
const WAVES: readonly Wave[] = tenths(1, 10).flatMap((period) =>
  tenths(0, period - 0.1).map((shift) => ({
    period,
    shift: shift > 5 ? tenth(shift - period) : shift,
  })),
)

/** The wave's value at x: 1 or -1. */
function signAt({ period, shift }: Wave, x: number): number {
  const turns = (x - shift) / period
  return turns - Math.floor(turns) < 0.5 ? 1 : -1
}

function waveTerm({ period, shift }: Wave): Term {
  return term('square_wave', { period, shift })
}

/** The same wave with every shift of the library: rounding tells them apart at their edges. */
function spellings({ period, shift }: Wave): Wave[] {
  return [-10, -9, -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    .map((k) => ({ period, shift: tenth(shift + k * period) }))
    .filter((wave) => Math.abs(wave.shift) <= 5)
}

/** The waves with these signs at the points; none where they are not all signs. */
function wavesLike({ xs, ys }: Points): Wave[] {
  if (!ys.every((y) => y === 1 || y === -1)) return []
  return WAVES.filter((wave) => xs.every((x, i) => signAt(wave, x) === ys[i]))
}

/** Sums of two waves show both signs where they agree; products are looked up by halves. */
function fitTwoWaves(points: Points): Hypothesis[] {
  const { xs, ys } = points
  if (ys.every((y) => y === 0 || y === 2 || y === -2)) {
    const agreed = { ...points, xs: xs.filter((_, i) => ys[i] !== 0), ys: [] as number[] }
    agreed.ys = ys.filter((y) => y !== 0).map((y) => y / 2)
    const waves = wavesLike(agreed)
    return waves.flatMap((one, i) =>
      waves
        .slice(i)
        .filter((two) => xs.every((x, k) => signAt(one, x) + signAt(two, x) === ys[k]))
        .map((two) => composed('sum', waveTerm(one), waveTerm(two))),
    )
  }
  if (!ys.every((y) => y === 1 || y === -1)) return []
  const byPattern = new Map(WAVES.map((wave) => [pattern(xs, (x) => signAt(wave, x)), wave]))
  const found: Hypothesis[] = []
  for (const one of WAVES) {
    const two = byPattern.get(pattern(xs, (x, i) => signAt(one, x) * ys[i]!))
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

/** A wave added to, or multiplied with, another term, which is what is left without it. */
function fitWithWave(points: Points): Hypothesis[] {
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
      const sign = signAt(wave, xs[i]!)
      peeled[i] = target[i]! - sign * weights[i]!
      divided[i] = target[i]! * sign
    }
    if (isNormal(peeled, unspanned)) found.push(...sums(wave))
    if (isAny && isNormal(divided, unspanned)) found.push(...products(wave))
  }
  return found

  function sums(wave: Wave): Hypothesis[] {
    const without = replace(points, (y, x) => y - signAt(wave, x))
    return partTerms(without).flatMap((other) =>
      spellings(wave).map((spelling) => composed('sum', other, waveTerm(spelling))),
    )
  }

  function products(wave: Wave): Hypothesis[] {
    const without = replace(points, (y, x) => y * signAt(wave, x))
    return partTerms(without).flatMap((other) =>
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

function fitInNoise(data: Averages): Contender | undefined {
  const choices = WAVES.length
  const best = likelyWaves(data)
  return cheapest([
    contend(atomic('square_wave', { ...best.plain }), data, { unknowns: 0, choices }),
    ...withRest('sum', best.added),
    ...withRest('product', best.multiplied),
  ])

  function withRest(form: 'sum' | 'product', wave: Wave): Contender[] {
    const peeled = averagesWith(data, (y, x) =>
      form === 'sum' ? y - signAt(wave, x) : y * signAt(wave, x),
    )
    const rest = noisyPlainTerm(peeled)
    if (!rest) return []
    const hypothesis = composed(form, rest.term, waveTerm(wave))
    return [contend(hypothesis, data, { unknowns: rest.contender.unknowns, choices })]
  }
}

/** The waves that explain most: alone, added to a law and multiplied with one. */
function likelyWaves({ xs, ys, counts }: Averages) {
  const weights = counts.map(Math.sqrt)
  const basis = orthonormal(REST.map((shape) => xs.map((x, i) => shape(x) * weights[i]!)))
  const target = Float64Array.from(ys, (y, i) => y * weights[i]!)
  const along = basis.map((unit) => dot(target, unit))
  const columns = [target, ...basis].map((unit) => unit.map((value, i) => value * weights[i]!))
  const flipped = basis.map((unit) => unit.map((value, i) => value * target[i]!))
  const best = { plain: WAVES[0]!, added: WAVES[0]!, multiplied: WAVES[0]! }
  const least = { plain: Infinity, added: Infinity, multiplied: Infinity }
  const keep = (form: keyof typeof best, wave: Wave, left: number) => {
    if (left < least[form]) [best[form], least[form]] = [wave, left]
  }
  for (const [period, waves] of BY_PERIOD) {
    const turn = Math.round(20 * period)
    const bins = xs.map((x) => modulo(Math.floor(20 * x), turn))
    const [likeness, ...shares] = columns.map((column) => signedSums(bins, column, turn))
    const flippedShares = flipped.map((column) => signedSums(bins, column, turn))
    for (const wave of waves) {
      // Up to what is the same for all waves.
      const plain = -2 * likeness!(wave.shift)
      keep('plain', wave, plain)
      keep('added', wave, plain - squares(shares.map((sum, k) => along[k]! - sum(wave.shift))))
      keep('multiplied', wave, -squares(flippedShares.map((sum) => sum(wave.shift))))
    }
  }
  return best
}

const BY_PERIOD = Map.groupBy(WAVES, ({ period }) => period)

function squares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0)
}

function modulo(value: number, turn: number): number {
  return ((value % turn) + turn) % turn
}

/**
 * Σ of a column, signed by a wave with any shift. All waves turn at twentieths: the sums between
 * these suffice.
 *
 * @param bins twentieth within the period that each point lies in, of `turn`.
 */
function signedSums(
  bins: readonly number[],
  column: Float64Array,
  turn: number,
): (shift: number) => number {
  const sums = new Float64Array(turn)
  for (let i = 0; i < bins.length; i++) sums[bins[i]!]! += column[i]!
  const before = new Float64Array(2 * turn + 1)
  for (let k = 0; k < 2 * turn; k++) {
    before[k + 1] = before[k]! + sums[k < turn ? k : k - turn]!
  }
  return (shift) => {
    const from = modulo(Math.round(20 * shift), turn)
    return 2 * (before[from + turn / 2]! - before[from]!) - before[turn]!
  }
}

/** What is mostly left of a law without its wave. */
const REST = [
  () => 1,
  (x: number) => x,
  (x: number) => (x > 0 ? 1 : 0),
  (x: number) => Math.max(x, 0),
]
