import { mean, standardDeviation } from 'simple-statistics'
import { compile, contains, sourceOf, type Interval } from '../../../library/numeric/index.ts'
import { between } from './design.ts'
import type { Hypothesis } from './hypothesis.ts'
import { varies, type Laboratory } from './laboratory.ts'
import { shortestBetween } from './snap.ts'

/** Standard deviation of the output where it is corrupted (FIND, section 3.1). */
const DEVIATION = 0.1
/** How exactly the ends of the interval are located. */
const RESOLUTION = 0.01
/** Standard errors that the mean of a sample may be off a law's own mean. */
const DOUBT = 3.5
const END = 128

/** The interval in which repeats disagree, by bisection; null where all repeats so far agree. */
export async function locateCorruption(laboratory: Laboratory): Promise<Interval | null> {
  const repeated = [...laboratory.seen]
    .filter(([, outputs]) => outputs.length > 1)
    .map(([x, outputs]) => ({ x, random: varies(outputs) }))
    .toSorted((a, b) => a.x - b.x)
  const first = repeated.findIndex(({ random }) => random)
  const last = repeated.findLastIndex(({ random }) => random)
  if (first === -1) return null
  const left = repeated[first - 1]
  const right = repeated[last + 1]
  const [low, high] = await bisect(laboratory, [
    left && { agreeing: left.x, varying: repeated[first]!.x },
    right && { agreeing: right.x, varying: repeated[last]!.x },
  ])
  if (low === undefined && high === undefined) return null
  if (low === undefined) return { kind: 'below', high: high! }
  return high === undefined ? { kind: 'above', low } : { kind: 'inside', low, high }
}

/** An end of the interval is between an input where repeats agree and one where they do not. */
interface Bracket {
  readonly agreeing: number
  readonly varying: number
}

/** The shortest decimals in brackets, which are made narrow all at once. */
async function bisect(
  laboratory: Laboratory,
  brackets: readonly (Bracket | undefined)[],
): Promise<(number | undefined)[]> {
  const centre = ({ agreeing, varying }: Bracket) => (agreeing + varying) / 2
  const isWide = (bracket: Bracket | undefined): bracket is Bracket =>
    bracket !== undefined && Math.abs(bracket.varying - bracket.agreeing) > RESOLUTION
  const wide = brackets.filter(isWide)
  if (wide.length === 0 || laboratory.queriesLeft < 2 * wide.length)
    return brackets.map(
      (bracket) =>
        bracket &&
        shortestBetween(
          Math.min(bracket.agreeing, bracket.varying),
          Math.max(bracket.agreeing, bracket.varying),
        ),
    )
  await laboratory.ask(wide.map(centre).flatMap((x) => [x, x]))
  const halved = brackets.map((bracket) => {
    if (!isWide(bracket)) return bracket
    const x = centre(bracket)
    return varies(laboratory.seen.get(x) ?? [])
      ? { ...bracket, varying: x }
      : { ...bracket, agreeing: x }
  })
  return bisect(laboratory, halved)
}

/** The mean of a function over its domain, which is what FIND's corruptions replace it by. */
export function levelOf({ expression, domain: [low, high] }: Hypothesis): number {
  const xs = Float64Array.from({ length: 100 }, (_, i) => low + (i * (high - low)) / 99)
  const values = Array.from(compile(sourceOf(expression)).all(xs)).filter(Number.isFinite)
  return values.length === 0 ? NaN : Number(mean(values).toFixed(3)) + 0
}

/** What a corrupted function is replaced by, on average. */
export interface Level {
  readonly level: number
  /** Standard deviation around it, to two digits. */
  readonly deviation: number
  /** The law that it is the mean of; absent where it is that of no law. */
  readonly law?: Hypothesis
}

/**
 * The level inside: the mean of a law where a sample agrees with it, which is exact; else the mean
 * of a sample that is large enough for the function's own scale.
 *
 * @param laws what the function may be, the likeliest first.
 * @param scale standard deviation of the function over the domain, in [0.1, 1].
 */
export async function findLevel(
  laboratory: Laboratory,
  interval: Interval,
  laws: readonly Hypothesis[],
  scale: number,
): Promise<Level> {
  const [only, ...others] = laws
  if (only && others.length === 0) {
    const level = levelOf(only)
    const sample = inside(laboratory, interval)
    if (agrees(sample, level)) return { level, law: only, deviation: deviationOf(sample) }
  }
  const ratio = DEVIATION / (0.03 * scale)
  const missing = Math.ceil(ratio * ratio) - inside(laboratory, interval).length
  const [low, high] = clipped(interval)
  await laboratory.ask(between(low, high, Math.max(0, missing)))
  const sample = inside(laboratory, interval)
  const average = mean(sample)
  const nearest = laws
    .map((law) => ({ law, level: levelOf(law) }))
    .filter(({ level }) => agrees(sample, level))
    .toSorted((a, b) => Math.abs(a.level - average) - Math.abs(b.level - average))[0]
  const deviation = deviationOf(sample)
  return nearest ? { ...nearest, deviation } : { level: Number(average.toFixed(3)) + 0, deviation }
}

/** The standard deviation of a sample to two digits; the usual one where it may be that. */
function deviationOf(sample: readonly number[]): number {
  if (sample.length < 2) return DEVIATION
  const deviation = standardDeviation([...sample])
  const isNear = Math.abs(Math.log(deviation / DEVIATION)) < 0.4 + 2 / Math.sqrt(sample.length)
  return isNear ? DEVIATION : Number(deviation.toPrecision(2))
}

/** Whether the outputs vary as those of FIND's corruptions do. */
export function isUsual(deviation: number): boolean {
  return deviation === DEVIATION
}

function agrees(sample: readonly number[], level: number): boolean {
  return Math.abs(mean([...sample]) - level) < (DOUBT * DEVIATION) / Math.sqrt(sample.length)
}

function inside(laboratory: Laboratory, interval: Interval): number[] {
  return [...laboratory.seen].filter(([x]) => contains(interval, x)).flatMap(([, ys]) => ys)
}

/** The ends of the interval, as far as they are in the domain. */
function clipped(interval: Interval): readonly [number, number] {
  return [
    interval.kind === 'below' ? -END : interval.low,
    interval.kind === 'above' ? END : Math.min(END, interval.high),
  ]
}

/** The parts of the domain outside of the interval and not at its very ends. */
export function outside(interval: Interval, lowest = -END): (readonly [number, number])[] {
  const [low, high] = clipped(interval)
  return (
    [
      [lowest, low - RESOLUTION],
      [high + RESOLUTION, END],
    ] as const
  ).filter(([from, to]) => to > from)
}

/** A sentence about a corruption, in FIND's terms. */
export function corruptionInWords(words: string, level: number, deviation: number): string {
  return (
    `Where ${words}, the output is instead drawn anew at every call from a normal distribution ` +
    `with mean ${level} and standard deviation ${deviation}.`
  )
}
