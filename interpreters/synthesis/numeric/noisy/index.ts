import type { Laboratory } from '../laboratory.ts'
import { isKnown, type Hypothesis } from '../hypothesis.ts'
import { disambiguate } from '../disambiguate.ts'
import { propose } from '../families/index.ts'
import { mean } from 'simple-statistics'
import { lawOperators } from '../../../../library/numeric/index.ts'
import { between, CENTRE, GRID } from '../design.ts'
import { toPoints, type Points } from '../points.ts'
import { averagesOf, isAdequate, misfit, total, within, type Averages } from './averages.ts'
import { fitNoisyGaussian, fitNoisyRectangle } from './bumps.ts'
import { cheapest, type Contender } from './contender.ts'
import { classifyNoise, type Noise } from './noise.ts'
import { fitNoisyHalfLine, fitNoisyRounded, fitPlain } from './plain.ts'
import { fitNoisyRational, nearPoles } from './rational.ts'
import { fitNoisyReciprocal, NEAR_POLE } from './reciprocal.ts'
import { fitNoisySinusoid, fitNoisySquareWave, fitNoisyTanh } from './waves.ts'

const REPEATS = 4
/** Queries of the rounds in which a faint law is looked at again. */
const EXTRA = [300, 600, 1200, 2000]
/** Sum of squares of a law, in units of the noise's variance, that makes it clear. */
const ENOUGH = 1500
/** The same for a law that hardly differs from zero. */
const FAINT = 200
/** Fitted numbers below which a ratio of polynomials could explain no better. */
const FEW = 3
/** Rounds of repeats after which the least output of Poisson noise is its law, nearly always. */
const ROUNDS = [12, 16, 20]

export interface Denoised {
  readonly law: Hypothesis
  readonly noise: Noise
}

/** Interprets a function whose outputs vary everywhere. */
export async function explainNoisy(
  laboratory: Laboratory,
  hidden: ReadonlySet<string> = new Set(),
): Promise<Denoised | null> {
  const design = [...GRID, ...CENTRE]
  await repeat(laboratory, design, REPEATS)
  const noise = classifyNoise([...laboratory.seen.values()])
  if (noise.kind === 'poisson') {
    const law = await explainPoisson(laboratory, design, hidden)
    if (law) return { law, noise }
  }
  const law = await explainStatistically(laboratory, noise, hidden)
  return law ? { law, noise } : null
}

async function repeat(laboratory: Laboratory, xs: readonly number[], times: number) {
  const isUndefined = (x: number) => laboratory.seen.get(x)?.some(Number.isNaN) ?? false
  await laboratory.ask(
    xs
      .filter((x) => !isUndefined(x))
      .flatMap((x) =>
        Array.from({ length: Math.max(0, times - (laboratory.seen.get(x)?.length ?? 0)) }, () => x),
      ),
  )
}

/** Poisson noise is often 0: the least of many outputs is the law itself. */
async function explainPoisson(
  laboratory: Laboratory,
  design: readonly number[],
  hidden: ReadonlySet<string>,
): Promise<Hypothesis | undefined> {
  for (const rounds of ROUNDS) {
    await repeat(laboratory, design, rounds)
    const rivals = propose(leastOutputs(laboratory, rounds), hidden)
    const [law] = await disambiguate(rivals, readLeast, () => true)
    if (law) return law
  }
  return undefined

  async function readLeast(x: number) {
    await repeat(laboratory, [x], ROUNDS.at(-1)!)
    const outputs = laboratory.seen.get(x) ?? []
    return outputs.length < ROUNDS.at(-1)! ? null : Math.min(...outputs)
  }
}

function leastOutputs({ seen }: Laboratory, rounds: number): Points {
  const often = [...seen].filter(([, ys]) => ys.length >= rounds)
  return toPoints(
    often.map(([x, ys]) => [x, Math.min(...ys)] as const),
    1e-15,
  )
}

/** Asks on, where the best law so far shows most, until it stands out of the noise. */
async function explainStatistically(
  laboratory: Laboratory,
  noise: Noise,
  hidden: ReadonlySet<string>,
): Promise<Hypothesis | undefined> {
  await laboratory.ask([-NEAR_POLE, NEAR_POLE])
  let best = contest(laboratory, noise, hidden)
  for (const count of EXTRA) {
    if (!best || laboratory.queriesLeft === 0 || isDecided(laboratory, best, noise)) break
    await laboratory.ask(extraPoints(best, count))
    best = contest(laboratory, noise, hidden)
  }
  return best?.hypothesis
}

function contest(
  laboratory: Laboratory,
  { deviation }: Noise,
  hidden: ReadonlySet<string>,
): Contender | undefined {
  const data = within(averagesOf(laboratory.seen), (x) => Math.abs(x) > NEAR_POLE)
  if (data.xs[0] !== undefined && data.xs[0] > 0) return fitNoisyHalfLine(data, deviation, hidden)
  const fits = (contender: Contender | undefined): contender is Contender =>
    contender !== undefined && !contender.isUnusual && isAdequate(data, contender.values, deviation)
  const plain = fitPlain(data, deviation, hidden)
  const faint = misfit(data, zeros(data), deviation) < data.xs.length + FAINT
  if (faint) {
    // Hardly any function is zero throughout: rather, there is something too faint to see yet.
    const isNothing = !fits(plain) || plain.hypothesis.expression === '0'
    return cheapestKnown([
      isNothing ? undefined : plain,
      fitNoisyReciprocal(laboratory, data, deviation),
      fitNoisyRectangle(data, deviation),
      fitNoisyGaussian(data, deviation),
    ])
  }
  if (fits(plain)) return plain
  const best = cheapestKnown([
    plain,
    fitNoisyReciprocal(laboratory, data, deviation),
    fitNoisyRectangle(data, deviation),
    fitNoisyGaussian(data, deviation),
    fitNoisySinusoid(data, deviation),
    fitNoisyTanh(data, deviation),
    fitNoisySquareWave(data, deviation),
    fitNoisyRounded(data, deviation, hidden),
  ])
  return fits(best) && best.unknowns < FEW
    ? best
    : cheapestKnown([best, fitNoisyRational(data, deviation)])

  function cheapestKnown(contenders: readonly (Contender | undefined)[]): Contender | undefined {
    return cheapest(contenders.filter((one) => one && isKnown(one.hypothesis, hidden)))
  }
}

function zeros({ xs }: Averages): number[] {
  return xs.map(() => 0)
}

/** Whether what the law explains is far above the noise of all queries together. */
function isDecided(laboratory: Laboratory, best: Contender, { deviation }: Noise): boolean {
  const kind = best.hypothesis.law && lawOperators(best.hypothesis.law)[0]
  if (kind === 'constant' && !best.isUnusual) return true
  if (kind === 'reciprocal') return true
  if (kind === 'rational' && total(averagesOf(laboratory.seen)) < ENOUGH) return false
  const data = within(averagesOf(laboratory.seen), (x) => Math.abs(x) > NEAR_POLE)
  const values = Array.from(best.values)
  const level = mean(values)
  return (
    misfit(
      { ...data, ys: values },
      values.map(() => level),
      deviation,
    ) >= ENOUGH
  )
}

/** Where another look says most about a law of this kind; few points, many times. */
function extraPoints(best: Contender, count: number): number[] {
  const { hypothesis } = best
  const operators = hypothesis.law ? lawOperators(hypothesis.law) : []
  const [first] = operators
  const law = hypothesis.law?.form === 'atomic' ? hypothesis.law.term.parameters : {}
  if (operators.includes('rectangle')) return repeated(between(-5.3, 5.3, 200), count)
  if (first === 'tanh') return repeated(between(-4, 9, 100), count)
  if (first === 'root' || first === 'logarithm')
    return repeated([...between(0.01, 12, 25), ...between(0.01, 128, 75)], count)
  if (first === 'gaussian') {
    const [centre, sd] = [Number(law['mean']), Number(law['sd'])]
    const near = between(centre - 2.5 * sd, centre + 2.5 * sd, 50)
    return [...repeated(near, count / 2), ...repeated(between(-60, 60, 150), count / 2)]
  }
  if (first === 'rational') {
    const poles = nearPoles(best)
    const wide = repeated(between(-5, 5, 100), poles.length > 0 ? count / 2 : count)
    return [...wide, ...repeated(poles, poles.length > 0 ? count / 2 : 0)]
  }
  return repeated(between(-128, 128, 100), count)
}

function repeated(xs: readonly number[], count: number): number[] {
  return Array.from({ length: xs.length > 0 ? Math.ceil(count / xs.length) : 0 }, () => xs).flat()
}
