import { variance } from 'simple-statistics'
import type { FunctionAnswer, FunctionBox } from '../../../plugins/index.ts'
import {
  contains,
  corrupted,
  describeInterval,
  sourceOf,
  sum,
  type Interval,
} from '../../../library/numeric/index.ts'
import { corruptionInWords, findLevel, locateCorruption, outside } from './corruption.ts'
import { between, CENTRE, GRID } from './design.ts'
import { disambiguate } from './disambiguate.ts'
import { explainNoisy, type Denoised } from './explain-noisy.ts'
import { repertoireWithout, type Repertoire } from './families/index.ts'
import type { Hypothesis } from './hypothesis.ts'
import { openLaboratory, readOnce, varies, type Laboratory } from './laboratory.ts'
import { variesEverywhere } from './noise.ts'
import { fitPiecewise } from './piecewise.ts'
import { refine } from './refine.ts'
import { passesThrough, toPoints, type Points } from './points.ts'

/** Inputs outside of a corrupted interval that a law is sought with. */
const VISIBLE = 48
/** Inputs that are asked only when a law has been found, to confirm it. */
const HELD_OUT = between(-126, 126, 5)
/** Inputs asked twice at once: noise shows at both ends, a corruption at one of them at most. */
const SENTINELS = [GRID[0]!, CENTRE[1]!, GRID.at(-1)!]
/** Inputs at both ends, so near to each other that hardly any line bends between. */
const ENDS = [-128, -127.75, -127.5, 127.5, 127.75, 128]

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
  const law = isSteady(laboratory, SENTINELS) && (await findLaw(laboratory, repertoire, everywhere))
  if (law) return answer(law.words, law.expression)
  // A function of positive x alone leaves too few points of the grid.
  const isHalf = Number.isNaN(laboratory.seen.get(GRID[0]!)?.[0] ?? NaN)
  const again = isHalf ? [...GRID, ...CENTRE] : GRID
  await laboratory.ask(again)
  const finite = again.filter((x) => laboratory.seen.get(x)?.every(Number.isFinite))
  const steady = finite.toSorted((a, b) => a - b).map((x) => isSteady(laboratory, [x]))
  if (variesEverywhere(steady)) {
    const found = await explainNoisy(laboratory, repertoire)
    if (found) return explainNoise(found)
  }
  const interval = await locateCorruption(laboratory)
  if (interval) return explainCorrupted(laboratory, repertoire, interval)
  return approximate(laboratory)
}

function explainNoise({ law, noise }: Denoised): FunctionAnswer {
  const expression = noise.mean === 0 ? law.expression : sum(law.expression, `${noise.mean}`)
  return answer(`${law.words}. Every call adds ${noise.words}, drawn anew`, expression)
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
): Promise<Hypothesis | undefined> {
  const rivals = repertoire.propose(firstOutputs(laboratory, usable))
  const [law] = await disambiguate(rivals, (x) => readOnce(laboratory, x), usable)
  return law && (await isConfirmed(law, laboratory, usable)) ? law : undefined
}

/** Whether a law holds where nobody has looked before. */
async function isConfirmed(
  law: Hypothesis,
  laboratory: Laboratory,
  usable: (x: number) => boolean,
): Promise<boolean> {
  const fresh = HELD_OUT.filter(usable)
  await laboratory.ask(fresh)
  const points = firstOutputs(laboratory, (x) => x !== 0 && usable(x))
  return passesThrough(law.expression, points)
}

function firstOutputs(laboratory: Laboratory, usable: (x: number) => boolean): Points {
  const outputs = [...laboratory.seen].filter(([x]) => usable(x))
  return toPoints(outputs.map(([x, [y]]) => [x, y!] as const))
}

async function explainCorrupted(
  laboratory: Laboratory,
  repertoire: Repertoire,
  interval: Interval,
): Promise<FunctionAnswer> {
  const usable = (x: number) => !contains(interval, x)
  const visible = [...laboratory.seen.keys()].filter(usable).length
  const sides = outside(interval)
  const width = sides.reduce((total, [low, high]) => total + high - low, 0)
  for (const [low, high] of sides) {
    const share = (high - low) / width
    await laboratory.ask(between(low, high, Math.ceil(share * Math.max(0, VISIBLE - visible))))
  }
  const law = await findLaw(laboratory, repertoire, usable)
  const points = firstOutputs(laboratory, usable)
  const rule = law ?? fitPiecewise(await refine(laboratory, points, usable))
  const deviation = points.ys.length > 1 ? Math.sqrt(variance([...points.ys])) : 0
  const scale = Math.min(1, Math.max(0.1, deviation))
  const laws = law ? repertoire.lookalikes(law) : []
  const { level, law: named } = await findLevel(laboratory, interval, laws, scale)
  const words = corruptionInWords(describeInterval(interval), level)
  const expression = corrupted(rule?.expression ?? 'NaN', interval, level)
  return {
    ...answer(`${(named ?? rule)?.words ?? 'undefined elsewhere'}. ${words}`, expression),
    domain: words,
  }
}

async function approximate(laboratory: Laboratory): Promise<FunctionAnswer> {
  await laboratory.ask(ENDS)
  const points = await refine(laboratory, firstOutputs(laboratory, everywhere), everywhere)
  const pieces = fitPiecewise(points)
  if (pieces) return answer(pieces.words, pieces.expression)
  return answer('undefined nearly everywhere', `${points.ys[0] ?? NaN}`)
}

function answer(words: string, expression: string): FunctionAnswer {
  return {
    description: `The function is ${words.replace(/\.$/, '')}.`,
    domain: null,
    code: { language: 'javascript', source: sourceOf(expression) },
  }
}
