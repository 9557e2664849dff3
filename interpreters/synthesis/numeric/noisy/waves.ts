/** Periodic and sigmoid laws under noise: linear once period and centre are chosen. */
import { WAVES, valueOf, waveTerm, type Wave } from '../families/square-wave.ts'
import { atomic, composed, type Hypothesis } from '../hypothesis.ts'
import { dot, leastSquares, orthonormal, subtract } from '../least-squares.ts'
import { tenth, tenths } from '../snap.ts'
import { replaced, type Averages } from './averages.ts'
import { cheapest, contend, type Contender } from './contender.ts'
import { fitPlainTerm } from './plain.ts'

const PERIODS = tenths(0.1, 6.3)
const CENTRES = tenths(0.1, 6.3)

export function fitNoisySinusoid(data: Averages, deviation: number): Contender | undefined {
  const { vectorOf, target } = centred(data)
  const products = PERIODS.map((p) => {
    const rate = (2 * Math.PI) / p
    const [sine, cosine] = [
      vectorOf((x) => Math.sin(rate * x)),
      vectorOf((x) => Math.cos(rate * x)),
    ]
    const [ss, sc, cc] = [dot(sine, sine), dot(sine, cosine), dot(cosine, cosine)]
    return { p, rate, ss, sc, cc, s: dot(sine, target), c: dot(cosine, target) }
  })
  const best = bestBy(products, ({ ss, sc, cc, s, c }) => {
    const determinant = ss * cc - sc * sc
    if (determinant > 1e-12 * ss * cc)
      return (s * s * cc - 2 * s * c * sc + c * c * ss) / determinant
    return Math.max(ss > 0 ? (s * s) / ss : 0, cc > 0 ? (c * c) / cc : 0)
  })
  const { p, rate } = best
  const waves = CENTRES.flatMap((c) => (['sin', 'cos'] as const).map((name) => ({ name, c })))
  const { name, c } = bestBy(waves, (wave) => {
    // The wave is a sine of x and b cosines of x.
    const [a, b] = [Math.cos(rate * wave.c), Math.sin(rate * wave.c)]
    const [u, v] = wave.name === 'sin' ? [a, -b] : [b, a]
    const along = u * best.s + v * best.c
    const size = u * u * best.ss + 2 * u * v * best.sc + v * v * best.cc
    return size > 1e-12 * data.xs.length ? (along * along) / size : 0
  })
  return scaled(
    data,
    deviation,
    (x) => Math[name](rate * (x - c)),
    (a, d) => atomic(name, { a, p, c, d }),
  )
}

interface Sigmoid {
  readonly p: number
  readonly c: number
}

function sigmoid({ p, c }: Sigmoid): (x: number) => number {
  return (x) => Math.tanh(((2 * Math.PI) / p) * (x - c))
}

function pairs(periods: readonly number[], centres: readonly number[]): Sigmoid[] {
  return periods.flatMap((p) => centres.map((c) => ({ p, c })))
}

export function fitNoisyTanh(data: Averages, deviation: number): Contender | undefined {
  const { vectorOf, target } = centred(data)
  const value = (pair: Sigmoid) => {
    const vector = vectorOf(sigmoid(pair))
    const [along, size] = [dot(vector, target), dot(vector, vector)]
    return size > 1e-12 * data.xs.length ? (along * along) / size : 0
  }
  const coarse = bestBy(
    pairs(
      [0.2, 0.7, 1.4, 2.4, 3.6, 5.2],
      CENTRES.filter((_, i) => i % 2 === 0),
    ),
    value,
  )
  const fine = bestBy(
    pairs(
      PERIODS.filter((p) => p > coarse.p / 2 && p < coarse.p * 2),
      CENTRES.filter((c) => Math.abs(c - coarse.c) < 0.35),
    ),
    value,
  )
  return scaled(data, deviation, sigmoid(fine), (a, d) => atomic('tanh', { a, ...fine, d }))
}

/** Amplitude and offset of a shape, to the tenth. */
function scaled(
  data: Averages,
  deviation: number,
  shape: (x: number) => number,
  name: (a: number, d: number) => Hypothesis,
): Contender | undefined {
  const columns = [data.xs.map(shape), data.xs.map(() => 1)]
  const [a, d] = leastSquares(columns, data.ys, data.counts.map(Math.sqrt)) ?? []
  if (a === undefined || d === undefined) return undefined
  const choices = PERIODS.length * CENTRES.length
  return contend(name(tenth(a), tenth(d)), data, deviation, { unknowns: 2, choices })
}

export function fitNoisySquareWave(data: Averages, deviation: number): Contender | undefined {
  const choices = WAVES.length
  const best = likelyWaves(data)
  return cheapest([
    contend(atomic('square_wave', { ...best.plain }), data, deviation, { unknowns: 0, choices }),
    ...withRest('sum', best.added),
    ...withRest('product', best.multiplied),
  ])

  function withRest(form: 'sum' | 'product', wave: Wave): Contender[] {
    const peeled = replaced(data, (y, x) =>
      form === 'sum' ? y - valueOf(wave, x) : y * valueOf(wave, x),
    )
    const rest = fitPlainTerm(peeled, deviation)
    if (!rest) return []
    const hypothesis = composed(form, rest.term, waveTerm(wave))
    return [contend(hypothesis, data, deviation, { unknowns: rest.contender.unknowns, choices })]
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

/** The averages, and any shape, as vectors: weighted, and their mean taken off. */
function centred({ xs, ys, counts }: Averages) {
  const weights = Float64Array.from(counts, Math.sqrt)
  const [level] = orthonormal([weights])
  const off = (values: Float64Array) => {
    if (level) subtract(values, level)
    return values
  }
  return {
    target: off(weights.map((w, i) => w * ys[i]!)),
    vectorOf: (shape: (x: number) => number) => off(weights.map((w, i) => w * shape(xs[i]!))),
  }
}

function bestBy<T extends object | number>(items: readonly T[], value: (item: T) => number): T {
  let best = items[0]!
  let highest = -Infinity
  for (const item of items) {
    const own = value(item)
    if (own > highest) [best, highest] = [item, own]
  }
  return best
}
