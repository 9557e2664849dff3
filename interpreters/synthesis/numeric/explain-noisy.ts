import { confidenceAfter } from '../confidence-after.ts'
import { averagesOf, averagesWhere, isAdequate } from './averages.ts'
import { valuesAt } from './contender.ts'
import { isDecided, lookCloser } from './contest.ts'
import { CENTRE, GRID, SCATTERED } from './design.ts'
import { disambiguate } from './disambiguate.ts'
import type { Repertoire } from './families/index.ts'
import type { Hypothesis } from './hypothesis.ts'
import type { Laboratory } from './laboratory.ts'
import { couldBePoisson, inferNoise, type InferredNoise } from './noise.ts'
import { toPoints, type Points } from './points.ts'

/** What is claimed where the noise leaves room for other laws. */
export const OPEN = 0.5
const REPEATS = 4
/** Queries of the rounds in which a faint law is looked at again. */
const EXTRA = [300, 600, 1200, 2000]
/** Rounds of repeats after which the least output of Poisson noise is its law, nearly always. */
const ROUNDS = [12, 16, 20]

/** The law and the noise that together explain the outputs. */
export interface Denoised {
  readonly law: Hypothesis
  readonly noise: InferredNoise
  readonly confidence: number
}

/** Interprets a function whose outputs vary everywhere. */
export async function explainNoisy(
  laboratory: Laboratory,
  repertoire: Repertoire,
): Promise<Denoised | null> {
  const design = [...GRID, ...CENTRE]
  await repeat(laboratory, design, REPEATS)
  const noise = inferNoise([...laboratory.seen.values()])
  const exact = noise.kind === 'poisson' && (await explainPoisson(laboratory, design, repertoire))
  const found = exact
    ? { law: exact, isDecided: true }
    : await explainStatistically(laboratory, noise, repertoire)
  return (
    found && { law: found.law, noise, confidence: await confidenceIn(found, noise, laboratory) }
  )
}

interface Found {
  readonly law: Hypothesis
  /** Whether it stands out of the noise. */
  readonly isDecided: boolean
}

/** What fresh outputs say of a law: that they are about as far from it as the noise is wide. */
async function confidenceIn(
  { law, isDecided: isClear }: Found,
  { kind, deviation, mean }: InferredNoise,
  laboratory: Laboratory,
): Promise<number> {
  const fresh = SCATTERED.filter((x) => !laboratory.seen.has(x))
  await laboratory.ask(fresh)
  const seen = new Map(fresh.map((x) => [x, laboratory.seen.get(x) ?? []]))
  const data = averagesOf(seen, deviation)
  const values = valuesAt(law, data.xs).map((value) => value + mean)
  if (!isAdequate(data, values)) return 0
  const added = data.xs.map((_, i) => data.ys[i]! - (values[i]! - mean))
  if (kind === 'poisson' && !couldBePoisson(added)) return 0
  const confidence = confidenceAfter(data.xs.length)
  const isNamed = law.law !== undefined && !law.isRough
  return isClear && isNamed && deviation <= 1 ? confidence : Math.min(OPEN, confidence)
}

/** Asks until each input has been asked so many times; none where the function is undefined. */
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
  repertoire: Repertoire,
): Promise<Hypothesis | undefined> {
  for (const rounds of ROUNDS) {
    await repeat(laboratory, design, rounds)
    const rivals = repertoire.propose(leastOutputs(laboratory, rounds))
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
  { deviation }: InferredNoise,
  repertoire: Repertoire,
): Promise<Found | null> {
  await laboratory.ask(repertoire.probes.flat())
  let data = averages()
  let best = repertoire.contest(data, laboratory.seen)
  for (const count of EXTRA) {
    if (!best || laboratory.queriesLeft === 0 || isDecided(best, data)) break
    await laboratory.ask(lookCloser(best, count))
    data = averages()
    best = repertoire.contest(data, laboratory.seen)
  }
  return best ? { law: best.hypothesis, isDecided: isDecided(best, data) } : null

  function averages() {
    const all = averagesOf(laboratory.seen, deviation)
    return averagesWhere(
      all,
      (x) => !repertoire.probes.some(([low, high]) => x >= low && x <= high),
    )
  }
}
