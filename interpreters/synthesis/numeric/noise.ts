import { mean } from 'simple-statistics'

/** What is added to every output, as far as repeats tell. */
export interface InferredNoise {
  readonly kind: 'uniform' | 'normal' | 'poisson'
  /** Standard deviation. */
  readonly deviation: number
  /** What it adds on average beyond what can be seen. */
  readonly mean: number
  readonly words: string
}

/** Standard deviation of uniform noise between -1 and 1. */
export const UNIFORM = Math.sqrt(1 / 3)

/**
 * The kind of noise, from repeated outputs: Poisson noise moves an output by whole numbers, uniform
 * noise between -1 and 1 and standard normal noise differ in variance.
 */
export function inferNoise(repeats: readonly (readonly number[])[]): InferredNoise {
  const groups = repeats.map((ys) => ys.filter(Number.isFinite)).filter((ys) => ys.length > 1)
  const isWhole = groups.every((ys) =>
    ys.every((y) => {
      const gap = y - ys[0]!
      return Math.abs(gap - Math.round(gap)) <= 1e-9 * (1 + Math.abs(y))
    }),
  )
  if (isWhole) return { kind: 'poisson', deviation: 1, mean: 1, words: 'Poisson noise with mean 1' }
  const squares = groups.flatMap((ys) => {
    const level = mean(ys)
    return ys.map((y) => (y - level) * (y - level))
  })
  const freedom = groups.reduce((sum, ys) => sum + ys.length - 1, 0)
  const deviation = Math.sqrt(squares.reduce((sum, s) => sum + s, 0) / freedom)
  if (Math.abs(deviation - UNIFORM) < 0.15)
    return { kind: 'uniform', deviation: UNIFORM, mean: 0, words: 'uniform noise between -1 and 1' }
  const sd = Math.abs(deviation - 1) < 0.25 ? 1 : Number(deviation.toPrecision(2))
  return {
    kind: 'normal',
    deviation: sd,
    mean: 0,
    words: `normal noise with mean 0 and standard deviation ${sd}`,
  }
}

/** Chance of 0, of 1 and of more, where the mean is 1. */
const POISSON = [Math.exp(-1), Math.exp(-1), 1 - 2 * Math.exp(-1)]
/** Value of χ², with two degrees of freedom, that chance exceeds once in two thousand. */
const UNLIKELY = 15

/** Whether what was added may be Poisson noise with mean 1, by how often it is 0, 1 and more. */
export function couldBePoisson(added: readonly number[]): boolean {
  const counts = [0, 0, 0]
  for (const y of added) counts[Math.max(0, Math.min(2, Math.round(y)))]!++
  const squares = POISSON.map((chance, k) => {
    const expected = chance * added.length
    return (counts[k]! - expected) ** 2 / expected
  })
  return squares.reduce((sum, square) => sum + square, 0) < UNLIKELY
}

/**
 * Whether the outputs vary everywhere, and not in one interval alone.
 *
 * @param steady whether repeats agreed, point by point from left to right.
 */
export function variesEverywhere(steady: readonly boolean[]): boolean {
  const first = steady.indexOf(false)
  const last = steady.lastIndexOf(false)
  if (first === -1) return false
  const isBlock = !steady.slice(first, last).includes(true)
  return !isBlock || (first === 0 && last === steady.length - 1)
}
