/** Answers for functions that no law of the library describes everywhere. */
import { mean, variance } from 'simple-statistics'
import { compile, sourceOf } from '../../../library/numeric/index.ts'
import { confidenceAfter } from '../confidence-after.ts'
import { bisect, locateBreaks, type Break } from './breaks.ts'
import { between, SCATTERED } from './design.ts'
import type { Repertoire } from './families/index.ts'
import type { Hypothesis } from './hypothesis.ts'
import { pointsOf, type Laboratory } from './laboratory.ts'
import { findMajority } from './majority.ts'
import { areEven, inLines, type Pieces } from './in-lines.ts'
import { keep, passesThrough, type Points } from './points.ts'
import { refine } from './refine.ts'

/** What is answered, and how far it is to be believed. */
export interface Approximation extends Pick<Hypothesis, 'expression' | 'words'> {
  readonly confidence: number
  /** Where the function departs from it in single points. */
  readonly departures?: string
}

/** A miss by so many standard deviations of the function is none. */
const EXACT = 3e-4
/** Part of the variance that lines may leave out of a function that is made of lines. */
const ABOUT_RIGHT = 0.005
/** What leaves out more is no better than a constant. */
const USELESS = 0.7
/** Inputs between two jumps that a law is sought with. */
const IN_A_PIECE = 24
const END = 128
type LawOf = (usable: (x: number) => boolean) => Promise<Hypothesis | undefined>

/**
 * The law that all but single points are on; else a law, or straight lines, between the jumps; or
 * a constant, where fresh inputs show that these are worse.
 *
 * @param findLaw the law that the function has where it is usable, if there is one.
 */
export async function approximate(
  laboratory: Laboratory,
  repertoire: Repertoire,
  usable: (x: number) => boolean,
  findLaw: LawOf,
): Promise<Approximation> {
  const begin = pointsOf(laboratory, usable)
  const majority = await findMajority(laboratory, begin, repertoire)
  if (majority) return withOutliers(majority.law, majority.outliers, begin.xs.length)
  const pieces =
    (await twoLaws(laboratory, usable, findLaw)) ?? (await inPieces(laboratory, usable, findLaw))
  const fresh = SCATTERED.filter((x) => usable(x) && !laboratory.seen.has(x))
  await laboratory.ask(fresh)
  const checks = keep(pointsOf(laboratory, usable), (x) => fresh.includes(x))
  return judge(pieces, checks, pointsOf(laboratory, usable))
}

function withOutliers(
  { expression, words }: Hypothesis,
  outliers: readonly number[],
  asked: number,
): Approximation {
  const some = outliers.slice(0, 3).map((x) => `x = ${x}`)
  return {
    expression,
    words,
    confidence: 0,
    departures: `At single inputs, ${outliers.length} of ${asked} that were asked, for instance ${some.join(', ')}, the output is another one.`,
  }
}

/** A law at the left end, another one at the right end, and where they part. */
async function twoLaws(
  laboratory: Laboratory,
  usable: (x: number) => boolean,
  findLaw: LawOf,
): Promise<Pieces | null> {
  const left = await findLaw((x) => x < -END / 3 && usable(x))
  const right = left && (await findLaw((x) => x > END / 3 && usable(x)))
  if (!left || !right || left.expression === right.expression) return null
  const [ofLeft, ofRight] = [left, right].map(({ expression }) => compile(sourceOf(expression)).one)
  const found = await bisect(laboratory, [-END / 3, END / 3], ofLeft!, ofRight!)
  if (!found) return null
  const rule = joined([left, right], [found], true)
  return passesThrough(
    rule.expression,
    pointsOf(laboratory, (x) => x !== found.x && usable(x)),
  )
    ? rule
    : null
}

/** A rule for every piece between two jumps. */
async function inPieces(
  laboratory: Laboratory,
  usable: (x: number) => boolean,
  findLaw: LawOf,
): Promise<Pieces | null> {
  const points = await refine(laboratory, pointsOf(laboratory, usable), usable)
  const breaks = await locateBreaks(laboratory, points)
  if (breaks.length === 0) return inLines(laboratory, usable)
  const rules: Pieces[] = []
  for (const [i, next] of [...breaks, null].entries()) {
    const before = breaks[i - 1]
    const isInside = (x: number) => usable(x) && (!before || x > before.x) && (!next || x < next.x)
    const [low, high] = [before?.x ?? -END, next?.x ?? END]
    await laboratory.ask(between(low, high, IN_A_PIECE).filter(isInside))
    const law = await findLaw(isInside)
    const rule = law
      ? { ...law, isMadeOfLines: true, isRepeating: false }
      : await inLines(laboratory, isInside)
    if (!rule) return inLines(laboratory, usable)
    rules.push(rule)
  }
  return joined(
    rules,
    breaks,
    rules.every((rule) => rule.isMadeOfLines),
  )
}

function joined(
  rules: readonly Pick<Hypothesis, 'expression' | 'words'>[],
  breaks: readonly Break[],
  isMadeOfLines: boolean,
): Pieces {
  const words = rules.map((rule, i) => `${whereOf(breaks[i - 1], breaks[i])}, ${rule.words}`)
  return {
    expression: rules
      .map(({ expression }) => expression)
      .reduceRight((right, left, i) => `${conditionOf(breaks[i]!)} ? (${left}) : (${right})`),
    words: words.join('; '),
    isMadeOfLines,
    isRepeating: areEven(breaks.map(({ x }) => x)),
  }
}

function conditionOf({ x, isRight }: Break): string {
  return `x ${isRight ? '<' : '<='} ${x}`
}

function whereOf(before: Break | undefined, next: Break | undefined): string {
  if (!next) return `and from ${before?.x} on`
  return before ? `from there to ${next.x}` : `for x up to ${next.x}`
}

/** What fresh inputs say of the pieces: that they are right, or how far they are off. */
function judge(pieces: Pieces | null, checks: Points, all: Points): Approximation {
  const count = checks.xs.length
  const level = checks.ys.length > 0 ? mean([...checks.ys]) : (all.ys[0] ?? NaN)
  const constant = { expression: `${Number(level.toPrecision(6))}`, confidence: 0 }
  if (!pieces) return { ...constant, words: 'undefined nearly everywhere' }
  const spread = count > 1 ? variance([...checks.ys]) : 0
  const values = compile(sourceOf(pieces.expression)).all(Float64Array.from(checks.xs))
  const misses = checks.ys.map((y, i) => Math.abs(values[i]! - y))
  const error = mean([0, ...misses.map((miss) => miss * miss)]) / spread
  const about = `at ${count} fresh inputs`
  if (misses.every((miss) => miss * miss <= EXACT * EXACT * spread))
    return pieces.isRepeating
      ? { ...pieces, words: `${pieces.words}. This may go on beyond the inputs`, confidence: 0 }
      : { ...pieces, confidence: confidenceAfter(count) }
  if (!(error < USELESS))
    return {
      ...constant,
      words: `of no law that is known here, and no lines come near it: the best are off by ${readablePart(error)} of its variance ${about}. The answer is a constant, its mean there`,
    }
  return {
    expression: pieces.expression,
    words: pieces.isMadeOfLines
      ? `made of more straight lines than are told here: ${pieces.words}, which leaves out ${readablePart(error)} of its variance ${about}`
      : `of no law that is known here. Roughly it is ${pieces.words}, which leaves out ${readablePart(error)} of its variance ${about}`,
    confidence: pieces.isMadeOfLines && error < ABOUT_RIGHT ? confidenceAfter(count) : 0,
  }
}

function readablePart(error: number): string {
  return `${Number((100 * error).toPrecision(2))} %`
}
