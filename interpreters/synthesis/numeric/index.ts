import { variance } from 'simple-statistics'
import type { FunctionAnswer, FunctionBox } from '../../../plugins/index.ts'
import {
  compile,
  corrupted,
  describeInterval,
  sourceOf,
  sum,
  type Interval,
} from '../../../library/numeric/index.ts'
import { confidenceAfter } from '../confidence-after.ts'
import { approximate, type Approximation } from './approximate.ts'
import { corruptionInWords, findLevel, isUsual, locateCorruption, outside } from './corruption.ts'
import { between, betweenAll, CENTRE, GRID } from './design.ts'
import { disambiguate } from './disambiguate.ts'
import { explainNoisy, OPEN, type Denoised } from './explain-noisy.ts'
import { repertoireWithout, type Repertoire } from './families/index.ts'
import type { Hypothesis } from './hypothesis.ts'
import { openLaboratory, pointsOf, readOnce, varies, type Laboratory } from './laboratory.ts'
import { variesEverywhere } from './noise.ts'
import { passesThrough } from './points.ts'

/** Inputs outside of a corrupted interval that a law is sought with. */
const VISIBLE = 48
/** Inputs that are asked only when a law has been found, to confirm it. */
const HELD_OUT = between(-128, 128, 32)
/** Inputs asked twice at once: noise shows at both ends, a corruption at one of them at most. */
const SENTINELS = [GRID[0]!, CENTRE[1]!, GRID.at(-1)!]
const END = 128
/** Inputs at both ends, beyond which nothing is seen. */
const ENDS = [128, 127.8, 127.5, 127.1, 126.6].flatMap((x) => [-x, x])

/** A law that holds where nobody had looked. */
interface Confirmed {
  readonly law: Hypothesis
  readonly confidence: number
}

/**
 * Interprets a function as a scientist does: looks, finds out where it is random, proposes the
 * simplest law, has new queries decide between rivals, and explains. A function that varies
 * everywhere has noise; one that varies in one interval is corrupted there; one that no law
 * explains is approximated.
 *
 * @param hidden operators of the library that it is to know nothing of.
 */
export async function interpretNumeric(
  box: FunctionBox<number, number>,
  hidden: ReadonlySet<string> = new Set(),
): Promise<FunctionAnswer> {
  const laboratory = openLaboratory(box)
  const repertoire = repertoireWithout(hidden)
  await laboratory.ask([...GRID, ...CENTRE])
  await laboratory.ask(SENTINELS)
  const found =
    isSteady(laboratory, SENTINELS) && (await findLaw(laboratory, repertoire, everywhere))
  if (found) return explainLaw(laboratory, found)
  // A function of positive x alone leaves too few points of the grid.
  const isHalf = Number.isNaN(laboratory.seen.get(GRID[0]!)?.[0] ?? NaN)
  const again = isHalf ? [...GRID, ...CENTRE] : GRID
  await laboratory.ask(again)
  const finite = again.filter((x) => laboratory.seen.get(x)?.every(Number.isFinite))
  const steady = finite.toSorted((a, b) => a - b).map((x) => isSteady(laboratory, [x]))
  if (variesEverywhere(steady)) {
    const denoised = await explainNoisy(laboratory, repertoire)
    if (denoised) return explainNoise(denoised)
  }
  const interval = await locateCorruption(laboratory)
  if (interval) return explainCorrupted(laboratory, repertoire, interval, isHalf ? 0 : -END)
  await laboratory.ask(ENDS)
  const rule = await approximateWhere(laboratory, repertoire, everywhere)
  return answer(rule.words, rule.expression, rule.confidence, rule.departures)
}

function explainLaw(laboratory: Laboratory, { law, confidence }: Confirmed): FunctionAnswer {
  const { one } = compile(sourceOf(law.expression))
  const isGap = ([x, ys]: readonly [number, readonly number[]]) =>
    Number.isNaN(ys[0]) && Number.isFinite(one(x))
  const gaps = [...laboratory.seen].filter(isGap).map(([x]) => x)
  if (gaps.length === 0) return answer(law.words, law.expression, confidence)
  const range = `x = ${Math.min(...gaps)} and x = ${Math.max(...gaps)}`
  const words = `At ${gaps.length} inputs that were asked, between ${range}, there is no output.`
  return answer(law.words, law.expression, confidence, words)
}

function explainNoise({ law, noise, confidence }: Denoised): FunctionAnswer {
  const expression = noise.mean === 0 ? law.expression : sum(law.expression, `${noise.mean}`)
  return answer(`${law.words}. Every call adds ${noise.words}, drawn anew`, expression, confidence)
}

function isSteady(laboratory: Laboratory, xs: readonly number[]): boolean {
  return xs.every((x) => !varies(laboratory.seen.get(x) ?? []))
}

function everywhere(): boolean {
  return true
}

/** The simplest law that no output where the function is usable speaks against. */
async function findLaw(
  laboratory: Laboratory,
  repertoire: Repertoire,
  usable: (x: number) => boolean,
  heldOut: readonly number[] = HELD_OUT,
): Promise<Confirmed | undefined> {
  const rivals = repertoire.propose(pointsOf(laboratory, usable))
  const [law] = await disambiguate(rivals, (x) => readOnce(laboratory, x), usable)
  if (!law) return undefined
  const fresh = heldOut.filter((x) => usable(x) && !laboratory.seen.has(x))
  await laboratory.ask(fresh)
  const points = pointsOf(laboratory, (x) => x !== 0 && usable(x))
  if (!passesThrough(law.expression, points)) return undefined
  const checks = fresh.filter((x) => Number.isFinite(laboratory.seen.get(x)?.[0]))
  return { law, confidence: confidenceAfter(checks.length) }
}

function approximateWhere(
  laboratory: Laboratory,
  repertoire: Repertoire,
  usable: (x: number) => boolean,
): Promise<Approximation> {
  const lawOf = async (inside: (x: number) => boolean) =>
    (await findLaw(laboratory, repertoire, inside))?.law
  return approximate(laboratory, repertoire, usable, lawOf)
}

async function explainCorrupted(
  laboratory: Laboratory,
  repertoire: Repertoire,
  interval: Interval,
  lowest: number,
): Promise<FunctionAnswer> {
  const sides = outside(interval, lowest)
  const usable = (x: number) => sides.some(([low, high]) => x >= low && x <= high)
  const visible = [...laboratory.seen.keys()].filter(usable).length
  await laboratory.ask(betweenAll(sides, Math.max(0, VISIBLE - visible)))
  const found = await findLaw(laboratory, repertoire, usable, betweenAll(sides, HELD_OUT.length))
  const rule = found
    ? { ...found.law, confidence: found.confidence }
    : await approximateWhere(laboratory, repertoire, usable)
  const { ys } = pointsOf(laboratory, usable)
  const spread = ys.length > 1 ? Math.sqrt(variance([...ys])) : 0
  const scale = Math.min(1, Math.max(0.1, spread))
  const laws = found ? repertoire.lookalikes(found.law) : []
  const { level, deviation, law: named } = await findLevel(laboratory, interval, laws, scale)
  const { expression, words } = named ?? rule
  const confidence = isUsual(deviation) ? rule.confidence : Math.min(OPEN, rule.confidence)
  const inside = corruptionInWords(describeInterval(interval), level, deviation)
  return answer(words, corrupted(expression, interval, level), confidence, inside)
}

function answer(
  words: string,
  expression: string,
  confidence: number,
  domain: string | null = null,
): FunctionAnswer {
  const rule = `The function is ${words.replace(/\.$/, '')}.`
  return {
    description: domain === null ? rule : `${rule} ${domain}`,
    domain,
    confidence,
    code: { language: 'javascript', source: sourceOf(expression) },
  }
}
