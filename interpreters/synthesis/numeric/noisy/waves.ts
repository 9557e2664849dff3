/** Periodic and sigmoid laws under noise: linear once period and centre are chosen. */
import { WAVES, valueOf, waveTerm, type Wave } from '../families/square-wave.ts'
import { atomic, composed, type Hypothesis } from '../hypothesis.ts'
import { dot, leastSquares, orthonormal, subtract } from '../least-squares.ts'
import { tenth, tenths } from '../snap.ts'
import { replaced, within, type Averages } from './averages.ts'
import { cheapest, contend, type Contender } from './contender.ts'
import { fitPlainTerm } from './plain.ts'

const PERIODS = tenths(0.1, 6.3)
const CENTRES = tenths(0.1, 6.3)

export function fitNoisySinusoid(data: Averages, deviation: number): Contender | undefined {
  const best = bestBy(PERIODS, (p) => {
    const rate = (2 * Math.PI) / p
    return explained(data, [(x) => Math.sin(rate * x), (x) => Math.cos(rate * x)])
  })
  const rate = (2 * Math.PI) / best
  const centred = CENTRES.flatMap((c) => (['sin', 'cos'] as const).map((name) => ({ name, c })))
  const { name, c } = bestBy(centred, (one) =>
    explained(data, [(x) => Math[one.name](rate * (x - one.c))]),
  )
  return scaled(
    data,
    deviation,
    (x) => Math[name](rate * (x - c)),
    (a, d) => atomic(name, { a, p: best, c, d }),
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
  const value = (pair: Sigmoid) => explained(data, [sigmoid(pair)])
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
function likelyWaves(data: Averages) {
  const { xs, ys, counts } = thinned(data, SCREEN)
  const weights = counts.map(Math.sqrt)
  const basis = orthonormal(REST.map((shape) => xs.map((x, i) => shape(x) * weights[i]!)))
  const target = Float64Array.from(ys, (y, i) => y * weights[i]!)
  const best = { plain: WAVES[0]!, added: WAVES[0]!, multiplied: WAVES[0]! }
  const least = { plain: Infinity, added: Infinity, multiplied: Infinity }
  const keep = (form: keyof typeof best, wave: Wave, left: number) => {
    if (left < least[form]) [best[form], least[form]] = [wave, left]
  }
  const [lowered, flipped] = [new Float64Array(xs.length), new Float64Array(xs.length)]
  for (const wave of WAVES) {
    for (let i = 0; i < xs.length; i++) {
      const sign = valueOf(wave, xs[i]!)
      lowered[i] = target[i]! - sign * weights[i]!
      flipped[i] = target[i]! * sign
    }
    keep('plain', wave, dot(lowered, lowered))
    keep('added', wave, unexplained(lowered, basis))
    keep('multiplied', wave, unexplained(flipped, basis))
  }
  return best
}

/** Points that suffice to tell the waves apart. */
const SCREEN = 100

function thinned(data: Averages, count: number): Averages {
  const every = Math.ceil(data.xs.length / count)
  const kept = new Set(data.xs.filter((_, i) => i % every === 0))
  return within(data, (x) => kept.has(x))
}

/** What is mostly left of a law without its wave. */
const REST = [
  () => 1,
  (x: number) => x,
  (x: number) => (x > 0 ? 1 : 0),
  (x: number) => Math.max(x, 0),
]

function unexplained(vector: Float64Array, basis: readonly Float64Array[]): number {
  return basis.reduce(
    (left, unit) => {
      const along = dot(vector, unit)
      return left - along * along
    },
    dot(vector, vector),
  )
}

/** Part of the variance that the shapes and a constant explain. */
function explained(data: Averages, shapes: readonly ((x: number) => number)[]): number {
  const weights = data.counts.map(Math.sqrt)
  const columns = [() => 1, ...shapes].map((shape) => data.xs.map((x, i) => shape(x) * weights[i]!))
  const target = Float64Array.from(data.ys, (y, i) => y * weights[i]!)
  const [level, ...others] = orthonormal(columns)
  // What the level explains is no variance; subtracting it also spares precision.
  if (level) subtract(target, level)
  return others.reduce((sum, unit) => sum + dot(target, unit) * dot(target, unit), 0)
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
